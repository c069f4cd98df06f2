// The examples of the test set that drive a unit most.
#pragma once

#include "core/data/dataset.h"
#include "widgets/inspectors/unit_drawings.h"

#include <QListWidget>

namespace dalescope {

class StrongestExamples : public QListWidget {
    Q_OBJECT
public:
    explicit StrongestExamples(QWidget* parent = nullptr);

    /// dataset: what the examples are of; null where there are none.
    void setPicture(const UnitPicture& picture, const Dataset* dataset);

Q_SIGNALS:
    void exampleChosen(std::uint32_t example);
};

} // namespace dalescope
