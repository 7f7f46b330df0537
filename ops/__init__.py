"""What operators need: the console, the exporter, dashboards, alerts, the image, the runbook."""
