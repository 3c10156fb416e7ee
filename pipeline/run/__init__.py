"""One account from its workbook to its documents: read and check (`reading`), analyse, view and render (`stages`).

`templates` makes ready what the documents are made from; `showing` and `workbooks` serve commands that make none.
"""
