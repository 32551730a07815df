"""Files that people write: contracts, and the accountant's spreadsheets, in and out.

Every reader raises one `InvalidInputError` with all problems of its file at once, each with
its place and what to do, in Chinese and English.
"""

from sanbian.files.batches import BatchFolder, load_batch
from sanbian.files.books import (
    load_books,
    load_correction,
    load_settlement,
    save_books,
    save_correction,
    save_settlement,
)
from sanbian.files.contracts import contract_text, load_contract
from sanbian.files.entries import save_entries
from sanbian.files.estates import estate_text, load_estate
from sanbian.files.examples import examples_text
from sanbian.files.facts import load_facts, save_facts
from sanbian.files.folders import Folder, load_folder
from sanbian.files.lines import write_lines
from sanbian.files.problem_lists import read_problem_list, write_problem_list
from sanbian.files.record_files import (
    load_records,
    load_records_in,
    records_of,
    save_records,
)
from sanbian.files.regions import load_region, region_text
from sanbian.files.registers import (
    load_register,
    read_new_roster,
    read_register,
    save_register,
)
from sanbian.files.reviews import Dossier, checklist_of, load_review, review_dossier
from sanbian.files.schema import (
    contract_schema,
    estate_schema,
    facts_schema,
    records_schema,
    region_schema,
)
from sanbian.files.shards import ShardResult, ShardWishes, settle_shard

__all__ = [
    "BatchFolder",
    "Dossier",
    "Folder",
    "ShardResult",
    "ShardWishes",
    "checklist_of",
    "contract_schema",
    "contract_text",
    "estate_schema",
    "estate_text",
    "examples_text",
    "facts_schema",
    "load_batch",
    "load_books",
    "load_contract",
    "load_correction",
    "load_estate",
    "load_facts",
    "load_folder",
    "load_records",
    "load_records_in",
    "load_region",
    "load_register",
    "load_review",
    "load_settlement",
    "read_new_roster",
    "read_problem_list",
    "read_register",
    "records_of",
    "records_schema",
    "region_schema",
    "region_text",
    "review_dossier",
    "save_books",
    "save_correction",
    "save_entries",
    "save_facts",
    "save_records",
    "save_register",
    "save_settlement",
    "settle_shard",
    "write_lines",
    "write_problem_list",
]
