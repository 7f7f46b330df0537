"""The console: web pages for operators and readers. Reads the store; its one action sends dead entries back."""
