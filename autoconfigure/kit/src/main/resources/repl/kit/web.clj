(ns repl.kit.web
  "The application's web endpoints."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.web WebHost)))

(defn- host ^WebHost []
  (.host ^KitParts repl.host/parts "web"))

(defn endpoints
  "Returns the request mappings of controllers, or those whose path contains a text. :chain is what
  the security filter chains require: [\"everybody\"], [\"authenticated\"] or authorities. It is nil
  if that can't be determined, as with WebFlux. :annotation is the security annotation of the method or
  its class. Rules of services that the method calls aren't included.

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
  "Calls the handler of a request inside the process, as the principal of the session, and returns the response.
  (run-as …) around it changes the principal. The application's handlers, interceptors, exception handlers
  and error pages take part. A request that the security filter chains or their firewall would refuse isn't
  passed to the handler. Of the other servlet filters, only those run that decode the request: its encoding,
  its form, its hidden method. Anything that the handler writes stays written. The call is recorded.

  Options are :headers (a keyword for a media type, a vector for several values), :body (a string; JSON
  unless :headers have another content type), :session (a map of attributes) and :timeout (\"10s\" by
  default). To send a form, use a body of the type application/x-www-form-urlencoded. To send cookies, use
  the header \"cookie\". Multipart bodies are refused. Redirects aren't followed.

  Each call has a session of its own. Nothing is read from the application's session store or saved
  there. The :session of the response has the attributes, including flash attributes. Pass it to the
  next call, as :session (:session response), to continue.

  A call waits for responses from other threads, except while a transaction is open, because that
  transaction wouldn't contain what they write. Waiting ends after :timeout or 1 MiB of body; then :cut
  is true. A handler that responds on the calling thread is under the limits of the evaluation.

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
