"""Units as news writes them: one row is a name, its dimension, its exact size in the base unit, its symbols and words.

Sizes are exact by definition (SI Brochure, 9th edition; NIST SP 811 appendix B; IEC 80000-13), so conversion is exact
too. Months and years are averages of the Gregorian calendar (30.436875 and 365.2425 days). Plurals in -s are
understood; a unit with many surfaces has two rows. A symbol after `|` is read only in exactly that case. Temperature
scales carry a zero of their own.
"""

from __future__ import annotations

ROWS = """
metre length 1 meter | m
kilometre length 1000 kilometer kms km klick
centimetre length 0.01 centimeter cm
millimetre length 0.001 millimeter mm
micrometre length 0.000001 micrometer micron µm μm um
nanometre length 0.000000001 nanometer nm
picometre length 0.000000000001 picometer
mile length 1609.344 mi
nautical_mile length 1852 nautical_mile nmi
yard length 0.9144 yd yds
foot length 0.3048 feet ft
inch length 0.0254 inches ″
light_year length 9460730472580800 light_year light-year lightyear
astronomical_unit length 149597870700 astronomical_unit
furlong length 201.168
fathom length 1.8288
square_metre area 1 square_meter sq_m sq_metre sq_meter sqm m² m2 m^2
square_kilometre area 1000000 square_kilometer sq_km sqkm km² km2
square_mile area 2589988.110336 sq_mi sq_mile
square_foot area 0.09290304 square_feet sq_ft sq_feet sq_foot sqft ft² ft2
square_yard area 0.83612736 sq_yd sq_yard
square_inch area 0.00064516 square_inches sq_in sq_inch
square_centimetre area 0.0001 square_centimeter sq_cm cm² cm2
hectare area 10000 ha
acre area 4046.8564224
litre volume 0.001 liter | l L
millilitre volume 0.000001 milliliter ml
centilitre volume 0.00001 centiliter cl
hectolitre volume 0.1 hectoliter hl
cubic_metre volume 1 cubic_meter cu_m m³ m3 cbm
cubic_kilometre volume 1000000000 cubic_kilometer km³ km3
cubic_foot volume 0.028316846592 cubic_feet cu_ft ft³ ft3
cubic_centimetre volume 0.000001 cubic_centimeter cc cm³ cm3
cubic_inch volume 0.000016387064 cubic_inches
cubic_yard volume 0.764554857984 cu_yd
gallon volume 0.003785411784 gal gals
pint volume 0.000473176473
quart volume 0.000946352946
fluid_ounce volume 0.0000295735295625 fl_oz
teaspoon volume 0.00000492892159375 tsp
tablespoon volume 0.00001478676478125 tbsp
barrel volume 0.158987294928 bbl bbls
bushel volume 0.03523907016688
gram mass 0.001 gramme gms gm | g
kilogram mass 1 kilogramme kg kgs kilo
milligram mass 0.000001 milligramme mg
microgram mass 0.000000001 microgramme mcg µg μg
tonne mass 1000 metric_ton metric_tonne mt
kilotonne mass 1000000 kiloton kilo_ton kt
megatonne mass 1000000000 megaton
gigatonne mass 1000000000000 gigaton
ton mass 907.18474 short_ton
long_ton mass 1016.0469088
pound mass 0.45359237 lb lbs pound-mass
ounce mass 0.028349523125 oz ozs
troy_ounce mass 0.0311034768 troy_ounce
stone mass 6.35029318
carat mass 0.0002
second time 1 sec secs | s
minute time 60 min mins
hour time 3600 hr hrs | h
day time 86400
week time 604800 wk wks
fortnight time 1209600
month time 2629746
quarter time 7889238
year time 31556952 yr yrs
decade time 315569520
century time 3155695200 centuries
millennium time 31556952000 millennia millenniums
millisecond time 0.001 ms
microsecond time 0.000001 µs μs
nanosecond time 0.000000001 ns
metre_per_second speed 1 meter_per_second m/s metre_a_second meter_a_second m_per_second
kilometre_per_second speed 1000 kilometer_per_second km/s km_per_second kilometre_a_second kilometer_a_second
kilometre_per_hour speed 5/18 kilometer_per_hour km/h km/hr kph kmph kmh kilometre_an_hour kilometer_an_hour km_per_hour
kilometre_per_hour speed 5/18 km_an_hour
mile_per_hour speed 0.44704 mph m.p.h. mile_an_hour
mile_per_second speed 1609.344 mile_a_second
foot_per_second speed 0.3048 feet_per_second feet_a_second foot_a_second ft/s fps
knot speed 463/900 kn kts
mach speed_ratio 1
kelvin temperature 1 kelvins | K
watt power 1 watts | W
kilowatt power 1000 kW
megawatt power 1000000 | MW
gigawatt power 1000000000 GW
terawatt power 1000000000000 | TW
horsepower power 745.69987158227022 hp bhp brake_horsepower
milliwatt power 0.001 | mW
joule energy 1 | J
kilojoule energy 1000 kJ
megajoule energy 1000000 | MJ
gigajoule energy 1000000000 | GJ
calorie energy 4.184 cal
kilocalorie energy 4184 kcal
watt_hour energy 3600 Wh watt-hour
kilowatt_hour energy 3600000 kWh kilowatt-hour
megawatt_hour energy 3600000000 MWh megawatt-hour
gigawatt_hour energy 3600000000000 GWh gigawatt-hour
terawatt_hour energy 3600000000000000 TWh terawatt-hour
british_thermal_unit energy 1055.05585262 btu
volt voltage 1 | V
kilovolt voltage 1000 kV
megavolt voltage 1000000 | MV
ampere current 1 amp | A
milliampere current 0.001 mA
milliampere_hour charge 3.6 mAh
ampere_hour charge 3600 amp-hour
ohm resistance 1 Ω
hertz frequency 1 Hz
kilohertz frequency 1000 kHz
megahertz frequency 1000000 MHz
gigahertz frequency 1000000000 GHz
revolution_per_minute rotation 1 revolutions_per_minute rpm
frame_per_second frame_rate 1 frames_per_second
pascal pressure 1 | Pa
kilopascal pressure 1000 kPa
hectopascal pressure 100 hPa
megapascal pressure 1000000 | MPa
gigapascal pressure 1000000000 | GPa
bar pressure 100000
millibar pressure 100 mbar
pound_per_square_inch pressure 6894.757293168361 psi pounds_per_square_inch
kilopound_per_square_inch pressure 6894757.293168361 ksi
atmosphere pressure 101325 | atm
newton force 1 | N
kilonewton force 1000 kN
newton_metre torque 1 newton_meter newton-metre | Nm
pound_foot torque 1.3558179483314004 lb-ft pound-feet pound-foot pound_feet ft-lb lb_ft
bit data 1
kilobit data 1000 | kb Kb
megabit data 1000000 | Mb
gigabit data 1000000000 | Gb
byte data 8
kilobyte data 8000 | KB kB
megabyte data 8000000 mb | MB
gigabyte data 8000000000 gb gig
terabyte data 8000000000000 tb
petabyte data 8000000000000000 pb
exabyte data 8000000000000000000
megabit_per_second data_rate 1000000 megabits_per_second mbps mbit/s
gigabit_per_second data_rate 1000000000 gigabits_per_second gbps gbit/s
kilobit_per_second data_rate 1000 kbps
megabyte_per_second data_rate 8000000 | MB/s MBps
pixel pixel 1 px
megapixel pixel 1000000 mp
decibel level 1 dB db
degree angle 1 deg ° º
radian radian 1 rad
percent percentage 1 per_cent pc pct percentage % ％
percentage_point percentage_difference 1 percent_point percentage-point pct_point percentage_pt pp ppt ppts
basis_point percentage_difference 0.01 bp bps basis_pt
mile_per_gallon fuel_economy 1 mpg
kilometre_per_litre fuel_economy 3785411784/1609344000 kilometer_per_liter km/l
part_per_million concentration 1 parts_per_million ppm
part_per_billion concentration 0.001 parts_per_billion ppb
becquerel radioactivity 1 Bq
sievert dose 1 | Sv
millisievert dose 0.001 mSv
microsievert dose 0.000001 µSv μSv
magnitude magnitude 1
point point 1 pt pts
horse_length horse_length 1
megahash_per_second hash_rate 1 MH/s
terahash_per_second hash_rate 1000000 TH/s
kiloton_of_tnt energy_yield 1
"""

# What one degree on a scale is worth in kelvin, and what its zero is.
OFFSETS = {
    "degree_celsius": (
        "1",
        "273.15",
        "degree_celsius degree_centigrade degree_c deg_c °c ºc ℃ celsius celcius centigrade centigrate",
    ),
    "degree_fahrenheit": (
        "5/9",
        "459.67",
        "degree_fahrenheit degree_farenheit degree_f deg_f °f ºf ℉ fahrenheit farenheit",
    ),
}
