"""The style sheet of printed documents: A4, generic fonts, figures that stand in line."""

from __future__ import annotations

STYLE = """\
@page { size: A4; margin: 16mm 14mm 18mm; }
@page wide { size: A4 landscape; margin: 14mm 14mm 16mm; }
@page { @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
* { box-sizing: border-box; }
html { color: #111; background: #fff; }
body { font: 10.5pt/1.6 sans-serif; max-width: 190mm; margin: 0 auto; padding: 12mm 6mm; }
body.wide { max-width: 275mm; page: wide; }
h1 { font-size: 19pt; line-height: 1.35; text-align: center; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
p { margin: 0 0 2mm; }
p.subtitle { text-align: center; font-size: 11.5pt; color: #333; margin-bottom: 5mm; }
p.unit { text-align: right; font-size: 9pt; color: #444; margin: 0 0 1mm; break-after: avoid; }
p.small { font-size: 9.5pt; color: #333; }
p.signature { text-align: right; margin-top: 10mm; break-inside: avoid; }
ul { margin: 0 0 2mm; padding-left: 6mm; }
dl.pairs { display: grid; grid-template-columns: max-content 1fr; gap: 0.5mm 4mm; margin: 0 0 2mm; }
dl.pairs dt { color: #444; }
dl.pairs dd { margin: 0; overflow-wrap: anywhere; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 9.5pt; line-height: 1.45; }
th, td { border: 0.2mm solid #888; padding: 0.8mm 1.8mm; text-align: left; vertical-align: top; }
th { background: #f0f0ee; font-weight: 600; vertical-align: middle; }
th.number, td.number { text-align: right; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.code { white-space: nowrap; }
td.text { overflow-wrap: anywhere; min-width: 22mm; }
tfoot { display: table-row-group; }
tfoot td { font-weight: 600; background: #f7f7f5; border-top: 0.5mm solid #333; }
tr { break-inside: avoid; }
.blank { display: inline-block; min-width: 24mm; border-bottom: 0.25mm solid #333; height: 1em; }
.slip { break-inside: avoid; padding: 3mm 1mm 3mm; border-bottom: 0.3mm dashed #666; }
.slip header { display: flex; justify-content: space-between; gap: 4mm; font-size: 12pt; }
.slip .mark { font-variant-numeric: tabular-nums; white-space: nowrap; }
.slip p { margin: 0.5mm 0; }
.slip dl.pairs { display: flex; flex-wrap: wrap; gap: 0 2.5mm; margin: 1mm 0; }
.slip dl.pairs dd { margin-right: 5mm; }
.slip th, .slip td { padding-top: 0.4mm; padding-bottom: 0.4mm; }
.slip table { margin: 1mm 0; }
.slip p.signature { margin-top: 2mm; }
.slip p.small { font-size: 9pt; }
@media print {
  body, body.wide { max-width: none; padding: 0; }
  .frame { overflow: visible; }
  th, tfoot td { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
