// Data sets, read once and shared by all who use them.
#pragma once

#include "core/data/dataset.h"
#include "core/settings/config.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace dalescope {

/// Keeps a data set for as long as somebody holds it. Window's thread only.
class DataLibrary : public QObject {
    Q_OBJECT

public:
    using Data = std::shared_ptr<const Dataset>;
    /// Gets the data, or null and one sentence that says why not.
    using Use = std::function<void(Data, const QString& fault)>;

    using QObject::QObject;
    /// Calls `use` on this thread: at once where the data is at hand, else when it has been read in the
    /// background.
    void load(const DataConfig& where, Use use);

private:
    struct Shelf {
        DataConfig where;
        std::weak_ptr<const Dataset> data;
        std::vector<Use> waiting; ///< not empty while it is being read
    };
    Shelf& shelfFor(const DataConfig& where);
    void arrive(const DataConfig& where, const Data& data, const QString& fault);

    std::vector<Shelf> shelves_;
};

} // namespace dalescope
