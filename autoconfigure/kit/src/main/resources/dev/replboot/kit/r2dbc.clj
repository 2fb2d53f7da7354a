(ns dev.replboot.kit.r2dbc
  "Reads the data of an application that has R2DBC, and no DataSource."
  (:require [dev.replboot.kit.query :refer [results with-options]])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.data R2dbcHost)))

(defn- host ^R2dbcHost []
  (.host ^KitParts dev.replboot.host/parts "r2dbc"))

(defn sql
  "Runs a query and gives its rows: a table for you, a vector of maps for functions. It only
  reads: the transaction is read only, and rolled back. PostgreSQL and H2 are known.

  Parameters are for question marks, or one map of them for names. A list is one parameter for
  each element after in, else an array; in PostgreSQL a map is JSON, and a keyword is an enum, or
  of any other type that the database makes of its text. The operator ? is ??. Several statements
  in one text give a vector of their results. A map in front says which :db (the name of a
  ConnectionFactory bean), how many rows (:max-rows), how many seconds (:timeout).

  (sql \"select id, total from orders where id = ?\" 5) => [{:id 5, :total 42.50M}]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (with-options "sql" ["db" "max-rows" "timeout"] (fn [opts query parameters] (results (.query (host) opts query parameters))) args))
