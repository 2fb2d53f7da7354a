(ns repl.kit.data
  "Looks at the application's data, and corrects it: tried out first, counted, on record."
  (:require [clojure.string :as str]
            [repl.kit.query :refer [named? options plain refuse results rows rows? shown with-options]]
            [repl.kit.settled :as settled]
            [repl.kit.table :as table])
  (:import (java.io File)
           (clojure.lang PersistentArrayMap Var)
           (dev.replboot.eval CurrentOrigin)
           (dev.replboot.kit KitHost KitParts)
           (dev.replboot.kit.data DataHost RowChange TableCount TraceReport TraceReport$Line DryRunBody ChangeReport)
           (java.time Instant)
           (java.time.temporal ChronoUnit)
           (java.util Map)
           (java.util.concurrent Callable)))

(defn- host ^DataHost []
  (.host ^KitParts repl.host/parts "data"))

(defn- table-name [what table]
  (when-not (named? table)
    (refuse what " takes the name of a table, as a symbol or text: (" what " 'orders), and not " (shown table) "."))
  (if (symbol? table) (str table) (name table)))

(defn- none
  "Refuses arguments of a function that takes none."
  [what args]
  (when (seq args)
    (refuse what " takes no arguments: (" what ").")))

(defn- named [^Map m]
  (when m
    (let [pairs (object-array (* 2 (.size m)))]
      (reduce (fn [i [k v]] (aset pairs i (keyword k)) (aset pairs (inc i) v) (+ 2 i)) 0 m)
      (PersistentArrayMap. pairs))))

(defn sql
  "Runs a query and returns its rows, printed as a table and returned as a vector of maps. Changes are
  rolled back. Within dry-run, fix! and after begin!, statements that change data take part in that transaction.

  Parameters are values for question marks, or one map of values for names. A list after in is one
  parameter for each element. Elsewhere it is an array or JSON, whichever the database expects. A map is
  JSON. A keyword is sent as text without a type, which the database converts, for example to an enum. Write
  the operator ? as ??. Several statements in one text return a vector of their results. Statements that
  end the transaction are refused. The options are :db (the name of a DataSource bean), :max-rows (a number
  of rows) and :timeout (seconds). Without :db, the database is that of the surrounding dry run or begin!, else
  the primary one.

  (sql \"select id, total from orders where id = ?\" 5) => [{:id 5, :total 42.50M}]
  (sql \"select id, total from orders where id = :id\" {:id 5}) => [{:id 5, :total 42.50M}]
  (sql {:max-rows 20000} \"select * from orders\") => […]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (with-options "sql" ["db" "max-rows" "timeout"] (fn [opts query parameters] (results (.query (host) opts query parameters))) args))

(defn tables
  "Returns the tables and views of the database.

  (tables) => [{:table \"orders\", :schema \"public\", :type \"table\", :remarks nil}]"
  ([] (tables {}))
  ([opts] (rows (.tables (host) (options "tables" ["db"] opts)))))

(defn columns
  "Returns the columns of a table, with their types, the primary key, and what they refer to.

  (columns 'orders) => [{:column \"id\", :type \"bigint\", :nullable false, :default nil, :key true, :references nil} …]"
  ([table] (columns {} table))
  ([opts table] (rows (.columns (host) (options "columns" ["db"] opts) (table-name "columns" table)))))

(defn sample
  "Returns a few rows of a table.

  (sample 'orders 2) => [{:id 1, …} {:id 2, …}]"
  ([table] (sample {} table 10))
  ([table n] (if (map? table) (sample table n 10) (sample {} table n)))
  ([opts table n]
   (when-not (rows? n)
     (refuse "sample takes a number of rows, at least 1, after the table: (sample 'orders 2), and not " (shown n) "."))
   (rows (.sample (host) (options "sample" ["db" "timeout"] opts) (table-name "sample" table) (int n)))))

(defn explain
  "Returns the execution plan of a statement. With {:analyze true}, the database executes the statement,
  even if it writes, and rolls it back.

  (explain \"select * from orders where id = ?\" 5) => [\"Index Scan using orders_pkey on orders …\"]"
  {:arglists '([query & parameters] [options query & parameters])}
  [& args]
  (with-options "explain" ["db" "timeout" "analyze"]
    (fn [opts query parameters] (table/as (vec (.explain (host) opts query parameters)) :lines))
    args))

(defn- change [^RowChange c]
  {:table (.table c)
   :kind (keyword (.kind c))
   :key (named (.key c))
   :before (named (.before c))
   :after (named (.after c))})

(defn- report [^ChangeReport r]
  (table/as {:committed (.committed r)
             :undoable? (and (.committed r) (.undoable r))
             :id (.id r)
             :value (.value r)
             :changes (mapv change (.rows (.changes r)))
             :counts (into (sorted-map) (map (fn [^TableCount c]
                                               [(.table c) {:inserted (.inserted c) :updated (.updated c)
                                                            :deleted (.deleted c)}]))
                           (.tables (.changes r)))
             :counted? (empty? (.unseen (.changes r)))
             :notes (vec (concat (.unseen (.changes r)) (.notes r)))}
            :report))

(defonce ^:private dry-runs (atom {}))

(def ^:private most-dry-runs 16)

(defn- session []
  (when (CurrentOrigin/get)
    (get (.who ^KitHost repl.host/kit) "session")))

(defn- remember
  "Keeps the last dry run of this session, and of a few others."
  [tried]
  (swap! dry-runs (fn [all]
                  (let [others (dissoc all (session))
                        kept (take (dec most-dry-runs) (sort-by (comp :at val) #(compare %2 %1) others))]
                    (into (if tried {(session) tried} {}) kept)))))

(defn- settling
  "Calls f, so that nothing of what it throws is left to run."
  [f]
  (try
    (f)
    (catch Throwable thrown
      (throw (settled/settle-thrown thrown)))))

(defn- settled-body
  "A body of which nothing is left to run when the dry run is over."
  ^DryRunBody [body]
  (reify DryRunBody
    (run [_] (settling body))
    (settle [_ value] (settling #(settled/settle value)))
    (failed [_ notes] (run! println notes))))

(defn- dry-run*
  [opts body source]
  (remember nil)
  (let [^ChangeReport r (.dryRun (host) (options "dry-run" ["db" "expect" "reason"] opts) (settled-body body))
        shown (report r)]
    (remember (assoc source :opts opts :report shown :expect (into {} (.counts (.changes r))) :at (Instant/now)))
    shown))

(defn- committed [^ChangeReport r]
  (let [shown (report r)]
    (when-let [refusal (.refusal r)]
      (table/print-report shown {})
      (throw (ex-info (str "Nothing was committed. " refusal) {:report shown})))
    shown))

(defn- fix!*
  [opts body]
  (committed (.fix (host) (options "fix!" ["expect" "reason" "db"] opts) (settled-body body))))

(defn- trace-sql*
  [body]
  (let [^TraceReport r (.trace (host) ^Callable body)]
    (table/as {:value (.value r)
               :statements (mapv (fn [^TraceReport$Line l]
                                   {:count (.count l) :millis (.millis l) :rows (.rows l) :failed (.failed l)
                                    :caller (.caller l) :threads (vec (.threads l)) :sql (.sql l)})
                                 (.lines r))
               :notes (vec (.notes r))}
              :trace)))

(defn- thunk [body]
  ;; what is lazy must happen inside
  `(fn [] (let [value# (do ~@body)] (if (seq? value#) (doall value#) value#))))

(defn- symbols [form]
  (filter symbol? (tree-seq coll? seq form)))

(defn- source
  "What a dry run evaluates, and what it takes from the form around it and from the session."
  [body env]
  {:body body
   :ns (ns-name *ns*)
   :locals (vec (distinct (filter (set (keys env)) (symbols body))))
   :vars (vec (distinct (filter #(let [v (try (ns-resolve *ns* %) (catch Exception _ nil))]
                                   (and (var? v) (= *ns* (.ns ^Var v))))
                                (symbols body))))})

(defn- split-options [[opts & more :as body]]
  (if (and (map? opts) more) [opts more] [{} body]))

(defmacro dry-run
  "Evaluates the body in a transaction, shows which rows it changed, and rolls back.

  (dry-run (sql \"update orders set total = 0 where id = ?\" 5))
  (dry-run (.correctTotal (bean 'orderService) 5 0M))

  The transaction is the application's, so its services take part. Transactions that a service begins by
  itself are rolled back as well, and the report says so. The :value is plain data. Lazy sequences are
  realized inside the transaction. A delay or a stream that hasn't run by then never runs."
  [& body]
  (let [[opts body] (split-options body)]
    `(#'dry-run* ~opts (fn [] ~@body) '~(source body &env))))

(defmacro fix!
  "Evaluates the body in a transaction, and commits it if it changed exactly as many rows as you expect:
  a number, or a map of numbers by table. Otherwise it is rolled back.

  The reason of the lease, or the one that you state, is recorded, with the rows as they were before.

  (fix! {:expect 1} (sql \"update orders set total = 42.50 where id = ?\" 5))
  (fix! {:expect {:orders 1}, :reason \"INC-42\"} (.correctTotal (bean 'orderService) 5 43.50M))"
  {:arglists '([options & body])}
  [& [opts & body]]
  `(#'fix!* ~opts (fn [] ~@body)))

(defn- comment-lines
  "Text as comment, whatever it has in it: a carriage return ends one as well."
  [text]
  (str/join (for [line (str/split-lines text)]
              (str (str/trimr (str ";; " (str/replace line #"\p{Cntrl}" " "))) "\n"))))

(defn- code [form]
  (binding [*print-length* nil, *print-level* nil, *print-meta* false, *print-namespace-maps* false]
    ((requiring-resolve 'clojure.pprint/write) form :stream nil :pretty true :right-margin 100
     :dispatch @(requiring-resolve 'clojure.pprint/code-dispatch))))

(defn- own [what names]
  (when (seq names)
    (throw (IllegalArgumentException.
            (str "The script would lack " (str/join ", " names) ", " what ". Repeat the dry-run with the values in it.")))))

(defn- script [name {:keys [body ns locals vars report expect opts at]} reason]
  (own "which the form around the dry-run has" locals)
  (when (= 'user ns)
    (own "which this session alone has" vars))
  (let [kit ^KitHost repl.host/kit
        who (.who kit)]
    (str (comment-lines
          (str (.getName (File. ^String name)) ": drafted by " (get who "principal") " at " (.truncatedTo (Instant/now) ChronoUnit/SECONDS)
               (when reason (str ", " reason)) "\n"
               "in " (or (.env kit "spring.application.name") "application")
               (when (= "true" (.env kit "repl.twin.active")) ", a twin")
               ", from a dry-run of " (.truncatedTo ^Instant at ChronoUnit/SECONDS) ":\n"
               (with-out-str (table/print-report report {}))
               "Nobody has reviewed it. Expect other numbers if the data is another by now."))
         "\n(in-ns '" ns ")\n\n"
         (code `(~'fix! ~(merge opts {:expect (if (empty? expect) 0 expect)} (when reason {:reason reason})) ~@body))
         "\n")))

(defn save-script
  "Saves the last dry run of this session as a new script, for review: a fix! that commits only if it
  changes as many rows as the dry run did. After the review, load-script runs it in the active process.
  Returns the path of the file.

  Only its owner can read the file. A relative path is resolved against the working directory of the
  process. The folder of reviewed scripts (repl.scripts) is refused.

  (dry-run (sql \"update orders set total = 0 where id = ?\" 5))
  (save-script \"fix-124.clj\") => \"/srv/app/fix-124.clj\"
  (save-script {:reason \"INC-42\"} \"fix-125.clj\") => \"/srv/app/fix-125.clj\""
  {:arglists '([file] [options file])}
  ([file] (save-script {} file))
  ([{:keys [reason] :as opts} file]
   (options "save-script" ["reason"] opts)
   (when-not (and (string? file) (seq file))
     (refuse "save-script takes the name of a file as text: (save-script \"fix-124.clj\"), and not " (shown file) "."))
   (let [tried (or (get @dry-runs (session))
                   (throw (IllegalArgumentException. "Nothing to save: this session's last dry-run failed, or there was none.")))
         saved (.saveScript ^KitHost repl.host/kit ^String file
                            ^String (script file tried (or reason (get (.lease ^KitHost repl.host/kit) "reason"))))]
     (println (str "Saved " (.path saved) ", SHA-256 " (.sha256 saved)
                   ". When it is reviewed and in the folder of repl.scripts: (load-script \"" (.name saved) "\")"))
     (.path saved))))

(defn- correction-id
  "The id of a correction, which may be given by what fix! gave."
  [correction]
  (let [id (if (map? correction) (:id correction) correction)]
    (cond
      (and (string? id) (seq id)) (plain id)
      (or (symbol? id) (keyword? id)) (name id)
      :else (throw (IllegalArgumentException.
                    (str "Which correction? Give the id that fix! shows, as text: (undo! \"fix-…\")."))))))

(defn undo!
  "Reverts a fix!, given by the ID that it printed. Restores each row to its state before, in one
  transaction, in the database of the fix. If a row has changed since, names it and writes nothing.
  {:force true} overwrites such rows.

  The report is like that of fix!. The call is recorded, and has an ID of its own, which can be undone
  as well. Rows that a trigger changes again are named. After a restart, and in another instance, undo!
  works only if repl.kit.data.journal is set.

  (def fixed (fix! {:expect 1} (sql \"update orders set total = 44.50 where id = ?\" 5)))
  (def undone (undo! (:id fixed)))
  (undo! {:force true, :reason \"INC-42\"} (:id undone))"
  {:arglists '([id] [options id])}
  ([id] (undo! {} id))
  ([opts id]
   (if (and (map? id) (not (map? opts)))
     (undo! id opts)
     (committed (.undo (host) (options "undo!" ["force" "reason"] opts) (correction-id id))))))

(defn undo-plan
  "Returns what undo! does, as a script for review. Run it with psql for PostgreSQL, and with the command-line
  client for MariaDB. It has guards first, which raise an error if a row has changed since, then the statements, then the
  commit.

  (def fixed (fix! {:expect 1} (sql \"update orders set total = 45.50 where id = ?\" 5)))
  (undo-plan (:id fixed)) => [\"-- Undoes fix-…\" … \"commit;\"]"
  [id]
  (table/as (vec (.undoPlan (host) (correction-id id))) :lines))

(defn begin!
  "Begins a transaction for the session. It stays open until commit! or rollback!. It is rolled back when
  repl.limits.transaction has passed, or when the session ends. The prompt shows an open transaction as
  user*=>, and an aborted one as user!=>.

  (begin!) => :begun"
  ([] (begin! {}))
  ([opts] (.begin (host) (options "begin!" ["db"] opts)) :begun))

(defn commit!
  "Commits the transaction that begin! began.

  The database is asked first. If the transaction is aborted, or was ended by something else, that is
  an error. Settings that the transaction changed for the connection are reset.

  (commit!) => :committed"
  {:arglists '([])}
  [& args]
  (none "commit!" args)
  (.commit (host))
  :committed)

(defn rollback!
  "Rolls back the transaction that begin! began.

  (begin!) => :begun
  (rollback!) => :rolled-back"
  {:arglists '([])}
  [& args]
  (none "rollback!" args)
  (.rollBack (host))
  :rolled-back)

(defmacro trace-sql
  "Evaluates the body and shows each statement that it executes: how often, how long, how many rows, and
  from which line of the application. Names queries that are repeated for each row (N+1).

  (trace-sql (.reprice (bean 'orderService) 17))"
  [& body]
  `(#'trace-sql* ~(thunk body)))
