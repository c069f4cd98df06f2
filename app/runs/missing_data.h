// A known data set that is not on this computer, and what can be done about it.
#pragma once

#include "core/settings/config.h"

#include <QMessageBox>

namespace dalescope {

/// Whether data of a known name are nowhere where they would be found; what is there but cannot be read is
/// another matter.
bool isMissing(const DataConfig& data);

/// Says where they were looked for and how to get them, and offers what is at hand instead, and a folder.
class MissingData : public QMessageBox {
    Q_OBJECT

public:
    MissingData(const DataConfig& wanted, QWidget* parent);

Q_SIGNALS:
    /// `data` are the wanted ones in a folder that the person chose, or others.
    void chosen(const DataConfig& data);

private:
    void chooseFolder(DataConfig wanted);
};

} // namespace dalescope
