(ns repl.kit.session
  "The session, the lease, and everybody else who is connected."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitHost KitParts Secret SessionHost)
           (java.util List Map)
           (java.util.concurrent Callable)))

(defn- host ^KitHost []
  repl.host/kit)

(defn- keywordize [^Map m]
  (into {} (map (fn [[k v]] [(keyword k) (if (instance? List v) (vec v) v)])) m))

(defn who
  "Returns your principal, its source and authorities, the session, and the operating-system user.

  (who) => {:principal \"ann\", :source \"users\", :authorities [\"ROLE_REPL_USER\"], :session \"s1\",
            :protocol \"socket\", :peer {:user \"ann\", :uid 1001, :address \"127.0.0.1:40112\"}}"
  []
  (update (keywordize (.who (host))) :peer keywordize))

(defn lease
  "Returns who opened the REPL, the reason, and when it closes.

  (lease) => {:opened-by \"ann\", :reason \"INC-42\", :remaining-seconds 1720, …}"
  []
  (keywordize (.lease (host))))

(defn sessions
  "Returns the sessions, their principals, and what they evaluate at present.

  (sessions) => [{:id \"s1\", :principal \"ann\", :source \"users\", :protocol \"socket\", …}]"
  []
  (mapv keywordize (.sessions (host))))

(defn- limits-host ^SessionHost []
  (.host ^KitParts repl.host/parts "session"))

(defn limits
  "Returns the limits of this evaluation.

  (limits) => {:time-seconds 300.0, :allocation-bytes 1073741824, :output-characters 33554432,
               :request-characters 1048576, :print-length 1000, :print-depth 50}"
  []
  (keywordize (.show (limits-host))))

(defn- with-limits* [options ^Callable body]
  (.within (limits-host)
           (into {} (map (fn [[k v]] [(convert/text k) (convert/text v)])) options)
           body))

(defmacro with-limits
  "Evaluates the body with limits of its own, higher or lower: :time, such as \"5m\", and :allocation, such
  as \"2GB\". What the body uses counts only toward these limits. The lease isn't extended. The call is
  recorded.

  (with-limits {:time \"10m\", :allocation \"2GB\"} (count (sql \"select * from orders\"))) => 300"
  [options & body]
  `(#'with-limits* ~options (fn [] ~@body)))

(defn secret
  "Returns a value that is printed and recorded as a mask. Without an argument, reads the value from a line
  of your input, which isn't recorded. With an argument, wraps that value. (reveal …) returns the value
  itself.

  (str (secret (env \"server.port\"))) => \"******\""
  ([]
   (print "secret: ")
   (flush)
   (Secret. (read-line)))
  ([value]
   (if (instance? Secret value) value (Secret. value))))

(defn reveal
  "Returns the value of a secret, to pass it to a function. If it is the value of a form, it is printed and recorded.

  (count (reveal (secret \"abc\"))) => 3"
  [^Secret secret]
  (.get secret))
