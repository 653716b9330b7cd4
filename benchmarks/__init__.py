"""What is fast and what is not: figures as ratios within one run. Started by `make bench`."""
