(ns dev.replboot.kit.session
  "The session, the lease, and everybody else who is connected."
  (:import (dev.replboot.kit KitHost)
           (java.util List Map)))

(defn- host ^KitHost []
  dev.replboot.host/kit)

(defn- keywordize [^Map m]
  (into {} (map (fn [[k v]] [(keyword k) (if (instance? List v) (vec v) v)])) m))

(defn who
  "Who you are to the application.

  (who) => {:principal \"ann\", :authorities [\"ROLE_REPL_USER\"], :session \"s1\", :protocol \"socket\",
            :peer {:user \"ann\", :uid 1001, :address \"127.0.0.1:40112\"}}"
  []
  (update (keywordize (.who (host))) :peer keywordize))

(defn lease
  "Who opened the REPL, why, and when it closes.

  (lease) => {:opened-by \"ann\", :reason \"INC-42\", :remaining-seconds 1720, …}"
  []
  (keywordize (.lease (host))))

(defn sessions
  "Who is connected, and what they evaluate now.

  (sessions) => [{:id \"s1\", :principal \"ann\", :protocol \"socket\", …}]"
  []
  (mapv keywordize (.sessions (host))))
