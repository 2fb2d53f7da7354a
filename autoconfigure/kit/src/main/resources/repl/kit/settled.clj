(ns repl.kit.settled
  "Turns what the body of a dry run returns into data of which nothing is left to run: what is lazy
  runs while the transaction is open, what is deferred never does."
  (:import (clojure.core Eduction)
           (clojure.lang Delay DynamicClassLoader ExceptionInfo IDeref IExceptionInfo IPending IPersistentMap
                         IPersistentSet IRecord ISeq Keyword Namespace Symbol Var)
           (dev.replboot.kit.data Shown)
           (dev.replboot.runtime.stop Scopes)
           (java.time.temporal Temporal TemporalAmount)
           (java.time ZoneId)
           (java.util Collection Currency Date IdentityHashMap Locale Map Map$Entry Optional UUID)
           (java.util.concurrent Future)
           (java.util.concurrent.locks LockSupport)))

(def ^:private most-elements
  "Elements of lazy sequences and collections that a dry run realizes; who needs more ends the body
  with a count."
  1000000)

(def ^:private deepest 100)

(def ^:private patience-nanos 5000000000)

(def ^:private longest-text 2000)

(defmethod print-method Shown [^Shown shown ^java.io.Writer writer]
  (.write writer (str shown)))

(defn- type-name [value]
  (.getName (class value)))

(defn- own-text
  "What an object says of itself, or nil if that is only what every object says."
  [value]
  (let [text (str value)]
    (when-not (= text (str (type-name value) "@" (Integer/toHexString (System/identityHashCode value))))
      (if (< longest-text (count text)) (str (subs text 0 longest-text) "…") text))))

(defn- shown
  "Stands for an object that must not be touched once the dry run is over."
  ([value] (shown value (try (own-text value) (catch Exception e (str "its toString failed: " (type-name e))))))
  ([value text]
   (Shown. (str "#object[" (type-name value) (when text (str " " (pr-str text))) "]"))))

(defn- plain?
  "Whether nothing of a value can run later: values of Java and Clojure that don't change."
  [value]
  (or (nil? value) (string? value) (boolean? value) (char? value)
      (instance? Keyword value) (instance? Symbol value) (instance? UUID value) (instance? Date value)
      (instance? Temporal value) (instance? TemporalAmount value) (instance? ZoneId value)
      (instance? Enum value) (instance? Class value) (instance? Var value) (instance? Namespace value)
      (instance? Locale value) (instance? Currency value) (instance? java.util.regex.Pattern value)
      (instance? java.net.URI value) (instance? java.io.File value)
      (and (number? value)
           (let [from (.getName (.getPackage (class value)))]
             (or (= from "java.lang") (= from "java.math") (= from "clojure.lang"))))
      (instance? Shown value)
      (and (.isArray (class value)) (.isPrimitive (.getComponentType (class value))))))

(declare settle*)

(defn- took-one [{:keys [^longs left]}]
  (when (neg? (aset left 0 (dec (aget left 0))))
    (throw (IllegalStateException.
            (str "The body returned more than " most-elements " elements, and the rest wouldn't have run inside the transaction:"
                 " nothing was committed. End the body with what you need of it: (count …), or nil after (run! …).")))))

(defn- each [context ^Iterable values]
  (let [iterator (.iterator values)]
    (loop [all (transient [])]
      (if (.hasNext iterator)
        (do (took-one context)
            (recur (conj! all (settle* context (.next iterator)))))
        (persistent! all)))))

(defn- entries [context ^Map m]
  (into {} (map (fn [^Map$Entry e]
                  (took-one context)
                  [(settle* context (.getKey e)) (settle* context (.getValue e))]))
        (.entrySet m)))

(defn- pending [value]
  (shown value "not realized: it never runs"))

(defn- running [value]
  (shown value "not over yet"))

(defn- await-future
  "Waits for a future, which code of the application may have started on a thread that nobody
  knows: for all of them at most 5 s."
  [{:keys [until]} ^Future value]
  (while (and (not (.isDone value)) (pos? (- (long until) (System/nanoTime))))
    (Scopes/poll)
    (LockSupport/parkNanos 1000000)))

(defn- deferred
  "What a delay, a future or a promise gives, if it has that already."
  [context value]
  (when (instance? Future value)
    (await-future context value))
  (cond
    (and (instance? Future value) (not (.isDone ^Future value))) (running value)
    (and (instance? IPending value) (not (realized? value))) (pending value)
    :else (let [given (try (settle* context (if (instance? IDeref value) (deref value) (.get ^Future value)))
                           (catch Exception e (symbol (str "failed: " (type-name e)))))]
            (shown value (pr-str given)))))

(defn- table-marks
  "The kit's own marks of how to show a value; other metadata may have anything in it."
  [value]
  (not-empty (into {} (filter (fn [[k _]] (and (keyword? k) (= "repl.kit.table" (namespace k))))) (meta value))))

(defn- marked [settled value]
  (if-let [marks (table-marks value)]
    (with-meta settled marks)
    settled))

(defn- collection [context value]
  (cond
    (instance? IRecord value) (reduce-kv (fn [r k v] (assoc r k (settle* context v))) value value)
    (instance? IPersistentMap value) (marked (entries context value) value)
    (instance? IPersistentSet value) (marked (into #{} (each context value)) value)
    (vector? value) (marked (each context value) value)
    (instance? ISeq value) (marked (or (seq (each context value)) ()) value)
    (instance? Map value) (entries context value)
    (instance? java.util.Set value) (into #{} (each context value))
    :else (each context value)))

(defn- nested
  "A collection's content, unless it contains itself or is too deep."
  [{:keys [^IdentityHashMap seen depth] :as context} value]
  (cond
    (<= deepest depth) (shown value "deeper than it is looked at: it never runs")
    (.containsKey seen value) (shown value "contains itself")
    :else (do (.put seen value true)
              (try (collection (update context :depth inc) value)
                   (finally (.remove seen value))))))

(defn- settle* [context value]
  (cond
    (plain? value) value
    (instance? Eduction value) (shown value nil)
    (or (instance? Delay value) (instance? Future value)) (deferred context value)
    (instance? Map$Entry value) [(settle* context (key value)) (settle* context (val value))]
    (or (instance? Collection value) (instance? Map value) (instance? ISeq value)) (nested context value)
    (instance? Optional value) (.map ^Optional value (reify java.util.function.Function
                                                       (apply [_ v] (settle* context v))))
    (instance? IPending value) (if (realized? value) (deferred context value) (pending value))
    (instance? IDeref value) (deferred context value)
    (.isArray (class value)) (nested context (vec value))
    (instance? java.util.function.Supplier value) (shown value nil)
    :else (shown value)))

(defn settle
  "A value as data of which nothing is left to run.

  Sequences and collections are realized, up to a million elements in all. A delay, promise,
  future, stream, iterator or function that hasn't run is shown and never does. Throws
  IllegalStateException if the value has more elements."
  [value]
  (settle* {:left (doto (long-array 1) (aset 0 (long most-elements))) :seen (IdentityHashMap.) :depth 0
            :until (+ (System/nanoTime) (long patience-nanos))} value))

(defn- evaluated?
  "Whether methods of a throwable may be code of an evaluation, such as those of a proxy."
  [thrown]
  (instance? DynamicClassLoader (.getClassLoader (class thrown))))

(defn- leaves-code?
  "Whether describing a throwable, or what it carries, may run code of the body. Data that the
  causes and suppressed throwables have counts as well."
  [^Throwable thrown depth]
  (and (< depth deepest)
       (or (instance? IExceptionInfo thrown)
           (evaluated? thrown)
           (some-> (.getCause thrown) (leaves-code? (inc depth)))
           (boolean (some #(leaves-code? % (inc depth)) (.getSuppressed thrown))))))

(defn- own-message [^Throwable thrown]
  (let [message (try (.getMessage thrown) (catch Exception e (str "its getMessage failed: " (type-name e))))]
    (if (or (instance? ExceptionInfo thrown) (nil? message))
      message
      (str (type-name thrown) ": " message))))

(defn- settle-thrown*
  ^Throwable [^Throwable thrown depth]
  (if (leaves-code? thrown depth)
    (let [cause (some-> (.getCause thrown) (settle-thrown* (inc depth)))
          settled ^Throwable (ex-info (own-message thrown) (settle (or (ex-data thrown) {})) cause)]
      (.setStackTrace settled (.getStackTrace thrown))
      (run! #(.addSuppressed settled (settle-thrown* % (inc depth))) (.getSuppressed thrown))
      settled)
    thrown))

(defn settle-thrown
  "What a body has thrown, without anything in it that is left to run: neither in its data nor in
  methods of its own."
  ^Throwable [^Throwable thrown]
  (settle-thrown* thrown 0))
