(ns repl.kit.r2dbc
  "Reads the data of an application that has R2DBC, and no DataSource."
  (:require [repl.kit.query :refer [results with-options]])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.data R2dbcHost)))

(defn- host ^R2dbcHost []
  (.host ^KitParts repl.host/parts "r2dbc"))

(defn sql
  "Runs a query and returns its rows, printed as a table and returned as a vector of maps. The transaction
  is read-only and rolled back. PostgreSQL and H2 are supported.

  Parameters are values for question marks, or one map of values for names. A list after in is one
  parameter for each element; elsewhere it is an array. In PostgreSQL, a map is JSON, and a keyword is sent
  as text without a type, which the database converts, for example to an enum. Write the operator ? as ??.
  Several statements in one text return a vector of their results. The options are :db (the name of a
  ConnectionFactory bean), :max-rows (a number of rows) and :timeout (seconds).

  (sql \"select id, total from orders where id = ?\" 5) => [{:id 5, :total 42.50M}]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (with-options "sql" ["db" "max-rows" "timeout"] (fn [opts query parameters] (results (.query (host) opts query parameters))) args))
