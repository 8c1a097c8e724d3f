UNWIND $ids AS id
CREATE (:Identifier {id: id})
