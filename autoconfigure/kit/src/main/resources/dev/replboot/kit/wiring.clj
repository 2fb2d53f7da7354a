(ns dev.replboot.kit.wiring
  "Who injects whom."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring WiringHost)))

(defn- host ^WiringHost []
  (.host ^KitParts dev.replboot.host/parts "wiring"))

(defn wiring
  "What a bean was injected with (:uses) and what it was injected into (:used-by), with the
  classes. The bean is given by name or type.

  (wiring 'orderService) => {:bean \"orderService\", :class \"dev.replboot.sample.order.OrderService\", :scope \"singleton\",
                             :defined \"file …\", :created true, :uses {\"pricingRule\" \"dev.replboot.sample.pricing.PricingRule\"},
                             :used-by {\"orderController\" \"dev.replboot.sample.order.OrderController\"}}"
  [bean]
  (let [found (.of (host) (if (class? bean) (.name (host) bean) (convert/text bean)))]
    (-> (into {} (map (fn [[k v]] [(keyword k) v])) found)
        (update :uses convert/string-keys)
        (update :used-by convert/string-keys))))
