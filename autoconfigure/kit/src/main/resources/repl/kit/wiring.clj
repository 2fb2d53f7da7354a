(ns repl.kit.wiring
  "Injected dependencies of beans."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring WiringHost)))

(defn- host ^WiringHost []
  (.host ^KitParts repl.host/parts "wiring"))

(defn wiring
  "Returns the beans that were injected into a bean (:uses) and those that it was injected into (:used-by),
  with their classes. The bean is given by its name or type.

  (wiring 'orderService) => {:bean \"orderService\", :class \"dev.replboot.sample.order.OrderService\", :scope \"singleton\",
                             :defined \"file …\", :created true, :uses {\"pricingRule\" \"dev.replboot.sample.pricing.PricingRule\"},
                             :used-by {\"orderController\" \"dev.replboot.sample.order.OrderController\"}}"
  [bean]
  (let [found (.of (host) (if (class? bean) (.name (host) bean) (convert/text bean)))]
    (-> (into {} (map (fn [[k v]] [(keyword k) v])) found)
        (update :uses convert/string-keys)
        (update :used-by convert/string-keys))))
