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
  it makes that another. It goes through the application's own handlers, interceptors and
  exception handlers, not over the network. What the security filter chains would refuse isn't
  called; other servlet filters have no part in it. Whatever the handler writes stays written. It
  goes on record. Options are :headers and :body (a string, JSON unless :headers say otherwise).

  (call :get \"/orders/1\") => {:status 200, :headers {\"content-type\" \"application/json\"}, :body \"{…\"}
  (call :get \"/orders/0\") => {:status 404, …}
  (call :post \"/orders\" {:body \"{\\\"customerId\\\":1,\\\"lines\\\":[]}\"}) => {:status 400, …}"
  ([method path] (call method path {}))
  ([method path {:keys [headers body]}]
   (let [named (into {} (map (fn [[k v]] [(convert/text k) (str v)])) headers)
         answer (.call (host) (convert/text method) path named (str body))]
     (cond-> (into {} (map (fn [[k v]] [(keyword k) v])) answer)
       (get answer "headers") (update :headers convert/string-keys)))))
