"""Files that people write: contracts, and the accountant's spreadsheets, in and out."""
