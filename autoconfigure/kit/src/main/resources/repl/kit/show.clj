(ns repl.kit.show
  "Shows objects as tables, without loading what isn't loaded."
  (:require [clojure.core.protocols :as protocols]
            [repl.kit.query :refer [refuse shown]]
            [repl.kit.table :as table])
  (:import (clojure.lang IObj)
           (dev.replboot.kit KitParts ObjectViews)
           (java.util Map)))

(defn- host ^ObjectViews []
  (.host ^KitParts repl.host/parts "show"))

(declare show)

(defn- row [object]
  (let [^Map view (.view (host) object)]
    (with-meta (into {} (map (fn [[k v]] [(keyword k) v])) view)
      {::columns (mapv keyword (.keySet view))
       ::object object
       `protocols/nav (fn [_ k v]
                        (if-let [there (.attribute (host) object (name k))]
                          (show there)
                          v))})))

(defn- rows-of [x]
  (if (and (or (sequential? x) (instance? Iterable x)) (not (instance? Map x)))
    x
    (if-let [elements (.elements (host) x)]
      (iterator-seq elements)
      [x])))

(defn show
  "Shows entities, records, Kotlin data classes and other objects of the application as a table, and returns
  them as maps. Loads nothing: an association that isn't loaded is shown as such. Each element of a
  collection, an Optional, a stream or an iterator is a row.

  (show (.findAll (bean 'orderRepository))) => [{:id 1, :customer \"Customer 1, not loaded\", …} …]"
  [x]
  (when (nil? x)
    (refuse "show takes an object or several, and not nil: (show (.findAll (bean 'orderRepository)))"))
  (let [rows (mapv row (rows-of x))]
    (table/as rows :table ::table/columns (into [] (comp (mapcat (comp ::columns meta)) (distinct)) rows))))

(defn- reshown
  "A table with another way to show it."
  [what rows how]
  (when-not (instance? IObj rows)
    (refuse what " takes what sql, tables, show, a dry-run or another function of the kit gave: (" what " *1), and not "
            (shown rows) "."))
  (vary-meta rows assoc how true))

(defn wide
  "Shows a table without cutting anything off.

  (wide (sql \"select * from orders\")) => […]"
  [rows]
  (reshown "wide" rows ::table/wide))

(defn all
  "Shows a table or a report with all rows that it has.

  (all (sql \"select * from orders\")) => […]"
  [rows]
  (reshown "all" rows ::table/all))
