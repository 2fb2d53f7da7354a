(ns dev.replboot.kit.session
  "The session, the lease, and everybody else who is connected."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitHost KitParts Secret SessionHost)
           (java.util List Map)
           (java.util.concurrent Callable)))

(defn- host ^KitHost []
  dev.replboot.host/kit)

(defn- keywordize [^Map m]
  (into {} (map (fn [[k v]] [(keyword k) (if (instance? List v) (vec v) v)])) m))

(defn who
  "Who you are to the application.

  (who) => {:principal \"ann\", :source \"users\", :authorities [\"ROLE_REPL_USER\"], :session \"s1\",
            :protocol \"socket\", :peer {:user \"ann\", :uid 1001, :address \"127.0.0.1:40112\"}}"
  []
  (update (keywordize (.who (host))) :peer keywordize))

(defn lease
  "Who opened the REPL, why, and when it closes.

  (lease) => {:opened-by \"ann\", :reason \"INC-42\", :remaining-seconds 1720, …}"
  []
  (keywordize (.lease (host))))

(defn sessions
  "Who is connected, and what they evaluate now.

  (sessions) => [{:id \"s1\", :principal \"ann\", :source \"users\", :protocol \"socket\", …}]"
  []
  (mapv keywordize (.sessions (host))))

(defn- limits-host ^SessionHost []
  (.host ^KitParts dev.replboot.host/parts "session"))

(defn limits
  "What this evaluation may use.

  (limits) => {:time-seconds 300.0, :allocation-bytes 1073741824, :output-characters 33554432,
               :request-characters 1048576, :print-length 1000, :print-depth 50}"
  []
  (keywordize (.show (limits-host))))

(defn- with-limits* [options ^Callable body]
  (.within (limits-host)
           (into {} (map (fn [[k v]] [(convert/text k) (convert/text v)])) options)
           body))

(defmacro with-limits
  "Evaluates the body within limits of its own, higher or lower: :time, such as \"5m\", and
  :allocation, such as \"2GB\". They count from here, and what the body uses doesn't count for the
  rest of the form. It goes on record. The lease ends all the same.

  (with-limits {:time \"10m\", :allocation \"2GB\"} (count (sql \"select * from orders\"))) => 300"
  [options & body]
  `(#'with-limits* ~options (fn [] ~@body)))

(defn secret
  "A value that is neither printed nor recorded: what it is printed as is a mask. Without an argument
  it reads a line of your input, which is not recorded either; with one it wraps a value. (reveal …)
  hands it on.

  (str (secret (env \"server.port\"))) => \"******\""
  ([]
   (print "secret: ")
   (flush)
   (Secret. (read-line)))
  ([value]
   (if (instance? Secret value) value (Secret. value))))

(defn reveal
  "The value of a secret, to be handed to something. As the value of a form it is printed and recorded.

  (count (reveal (secret \"abc\"))) => 3"
  [^Secret secret]
  (.get secret))
