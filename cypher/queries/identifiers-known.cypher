UNWIND $ids AS id
MATCH (i:Identifier {id: id})
RETURN i.id, i.accounts
