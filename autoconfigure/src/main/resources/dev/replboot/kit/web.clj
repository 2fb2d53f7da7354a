(ns dev.replboot.kit.web
  "The application's web endpoints."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.web WebView)))

(defn- host ^WebView []
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

(defn call
  "What a handler would answer to a request, as the principal that evaluates; (run-as …) around
  it makes that another. It goes through the application's own handlers, interceptors, exception
  handlers and error pages, not over the network. What the security filter chains would refuse
  isn't called. Of the servlet filters only those run that decide what a request means (encoding,
  form, hidden method). Whatever the handler writes stays written. It goes on record.

  Options are
  :headers  a map; cookies are the header \"cookie\"
  :body     a string, JSON unless :headers say otherwise. Multipart bodies are refused
  :session  a map of attributes. Without it a request has no session. A session is the call's
            own: nothing is read from the application's store or saved there. The answer has
            its attributes, flash attributes included, so (:session answer) goes on with it
  :timeout  how long to wait for an asynchronous answer or the end of a stream, \"10s\" by default

  Redirects aren't followed. Of the body, 1 MiB is read; {:cut true} says that it goes on.
  A handler may answer from another thread, unless a transaction is open around the call.

  (call :get \"/orders/1\") => {:status 200, :headers {\"content-type\" \"application/json\"}, :body \"{…\"}
  (call :get \"/orders/0\") => {:status 404, …}
  (call :post \"/orders\" {:body \"{\\\"customerId\\\":1,\\\"lines\\\":[]}\"}) => {:status 400, …}"
  ([method path] (call method path {}))
  ([method path options]
   (when-not (or (nil? options) (map? options))
     (throw (IllegalArgumentException.
             (str "Options are a map, such as {:body \"…\"}, unlike " (pr-str options) "."))))
   (let [strings (fn [m] (if (map? m) (into {} (map (fn [[k v]] [(convert/text k) v])) m) m))
         named (cond-> (strings (or options {}))
                 (:headers options) (update "headers" strings)
                 (:session options) (update "session" strings))
         answer (.call (host) (convert/text method) path named)]
     (cond-> (into {} (map (fn [[k v]] [(keyword k) v])) answer)
       (get answer "headers") (update :headers convert/string-keys)
       (get answer "session") (update :session convert/string-keys)))))
