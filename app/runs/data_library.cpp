#include "app/runs/data_library.h"

#include "core/data/locate.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <utility>

namespace dalescope {

DataLibrary::Shelf& DataLibrary::shelfFor(const DataConfig& where) {
    std::erase_if(shelves_, [](const Shelf& shelf) { return shelf.waiting.empty() && shelf.data.expired(); });
    const auto found = std::ranges::find(shelves_, where, &Shelf::where);
    return found != shelves_.end() ? *found : shelves_.emplace_back(Shelf{where, {}, {}});
}

void DataLibrary::load(const DataConfig& where, Use use) {
    Shelf& shelf = shelfFor(where);
    if (const Data data = shelf.data.lock())
        return use(data, {});
    shelf.waiting.push_back(std::move(use));
    if (shelf.waiting.size() > 1)
        return;
    QThreadPool::globalInstance()->start([self = QPointer(this), where] {
        Data data;
        QString fault;
        try {
            data = std::make_shared<const Dataset>(loadDataset(where.name, where.folder, where.validation));
        } catch (const std::exception& error) {
            fault = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(qApp, [self, where, data, fault] {
            if (self)
                self->arrive(where, data, fault);
        });
    });
}

void DataLibrary::arrive(const DataConfig& where, const Data& data, const QString& fault) {
    Shelf& shelf = shelfFor(where);
    shelf.data = data;
    // Those who get it may ask for more, which moves the shelves.
    for (const Use& use : std::exchange(shelf.waiting, {}))
        use(data, fault);
}

} // namespace dalescope
