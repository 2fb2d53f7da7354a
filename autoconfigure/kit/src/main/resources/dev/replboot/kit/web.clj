(ns dev.replboot.kit.web
  "The application's web endpoints."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.web WebHost)))

(defn- host ^WebHost []
  (.host ^KitParts dev.replboot.host/parts "web"))

(defn endpoints
  "What is mapped to methods of controllers, all of it or the paths that contain a text.
  :chain is what the security filter chains need: [\"everybody\"], [\"authenticated\"] or
  authorities; nil where that can't be found out, as with WebFlux. :annotation is that of the
  method or its class. Rules of services behind it aren't shown.

  (endpoints \"/orders/{id}\") => [{:path \"/orders/{id}\", :methods [\"GET\"],
                                 :handler \"dev.replboot.sample.order.OrderController.one(long)\",
                                 :chain [\"authenticated\"], :annotation nil}]"
  ([] (endpoints ""))
  ([part] (convert/data (.endpoints (host) part))))

(defn- header
  "A value of a header: of a media type written as a keyword the text, of several a list of them."
  [value]
  (cond (instance? clojure.lang.Named value) (cond->> (name value) (namespace value) (str (namespace value) "/"))
        (sequential? value) (mapv header value)
        :else value))

(defn call
  "What a handler would answer to a request, as the principal that evaluates; (run-as …) around
  it makes that another. It goes through the application's own handlers, interceptors, exception
  handlers and error pages, not over the network. What the security filter chains or their firewall
  would refuse isn't called. Of the other servlet filters only those run that decide what a request
  means: its encoding, its form, its hidden method. Whatever the handler writes stays written. It
  goes on record.

  Options are :headers (a media type may be a keyword, several values are a vector), :body (a
  string, JSON unless :headers say otherwise), :session (a map of attributes) and :timeout (\"10s\"
  unless it says otherwise). A form is a body of the type application/x-www-form-urlencoded,
  cookies are the header \"cookie\". Multipart bodies are refused. Redirects aren't followed.

  A call's session is its own: nothing is read from the application's store or saved there. The
  answer's :session has its attributes, flash attributes too, so that :session (:session answer)
  goes on with it.

  A call waits for answers from other threads, except with an open transaction, which wouldn't
  contain what they write. Waiting ends after :timeout or 1 MiB of body; then :cut is true. A
  handler that answers on the calling thread has the limits of the evaluation.

  (call :get \"/orders/1\") => {:status 200, :headers {\"content-type\" \"application/json\"}, :body \"{…\"}
  (call :get \"/orders/0\") => {:status 404, …}
  (call :post \"/orders\" {:body \"{\\\"customerId\\\":1,\\\"lines\\\":[]}\"}) => {:status 400, …}"
  ([method path] (call method path {}))
  ([method path options]
   (when-not (and (or (string? method) (instance? clojure.lang.Named method)) (string? path))
     (throw (IllegalArgumentException.
             "call takes a method and a path: (call :get \"/orders/1\"). (help 'call) says more.")))
   (when-not (and (or (nil? options) (map? options))
                  (every? #(or (string? %) (instance? clojure.lang.Named %)) (keys options)))
     (throw (IllegalArgumentException.
             (str "Options are a map, such as {:body \"…\"}, unlike " (pr-str options) "."))))
   (let [strings (fn [m] (if (map? m) (into {} (map (fn [[k v]] [(convert/text k) v])) m) m))
         named (cond-> (strings (or options {}))
                 (map? (:headers options)) (update "headers" #(update-vals (strings %) header))
                 (:session options) (update "session" strings))
         answer (.call (host) (convert/text method) path named)]
     (cond-> (into {} (map (fn [[k v]] [(keyword k) v])) answer)
       (get answer "headers") (update :headers convert/string-keys)
       (get answer "session") (update :session convert/string-keys)))))
