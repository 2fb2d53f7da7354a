;; What Clojure's own reader and compiler make of a text, form by form: plain Clojure in
;; a class loader of its own.
(ns form-oracle
  (:import (clojure.lang LineNumberingPushbackReader)
           (java.io StringReader)
           (java.util ArrayList HashMap)))

(def ^ArrayList hits (ArrayList.))

(ns form-oracle.user)

(defn hit [n]
  (.add form-oracle/hits (long n))
  n)

(ns form-oracle)

(defn- readers-message [^Throwable ex]
  (loop [ex ex]
    (if-let [cause (.getCause ex)] (recur cause) (str ex))))

(defn- evaluate [form]
  (try
    (let [value (eval form)]
      (binding [*out* (java.io.StringWriter.)]
        (pr value))
      true)
    (catch Throwable _ false)))

(defn run [^String text read-cond? to-first-error?]
  (.clear hits)
  (let [reader (LineNumberingPushbackReader. (StringReader. text))
        options (cond-> {:eof ::eof} read-cond? (assoc :read-cond :allow))
        result (HashMap.)]
    (binding [*ns* (the-ns 'form-oracle.user)
              *warn-on-reflection* false
              *err* (java.io.StringWriter.)
              *out* (java.io.StringWriter.)]
      (loop []
        (let [form (try
                     (read options reader)
                     (catch Throwable ex
                       (.put result "refused" (readers-message ex))
                       ::eof))]
          (when (and (not= ::eof form)
                     (or (evaluate form) (not to-first-error?)))
            (recur)))))
    (.put result "hits" (ArrayList. hits))
    result))

;; As clojure.lang.Compiler/load does it for a file that isn't .cljc; its last value is
;; printed by whoever called it.
(defn load-text [^String text]
  (.clear hits)
  (let [reader (LineNumberingPushbackReader. (StringReader. text))
        result (HashMap.)]
    (binding [*ns* (the-ns 'form-oracle.user)
              *err* (java.io.StringWriter.)
              *out* (java.io.StringWriter.)]
      (loop [last-value nil]
        (let [form (try
                     (read {:eof ::eof} reader)
                     (catch Throwable ex
                       (.put result "refused" (readers-message ex))
                       ::refused))]
          (cond
            (= ::eof form) (try (pr last-value) (catch Throwable _ nil))
            (not= ::refused form) (let [value (try (eval form) (catch Throwable _ ::failed))]
                                    (when (not (identical? ::failed value))
                                      (recur value))))))
      (.put result "hits" (ArrayList. hits)))
    result))

(defn readable? [^String text read-cond?]
  (let [reader (LineNumberingPushbackReader. (StringReader. text))
        options (cond-> {:eof ::eof} read-cond? (assoc :read-cond :allow))]
    (binding [*ns* (the-ns 'form-oracle.user)]
      (try
        (loop []
          (or (= ::eof (read options reader)) (recur)))
        (catch Throwable _ false)))))
