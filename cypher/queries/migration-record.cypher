CREATE (:Migration {id: $id, digest: $digest})
