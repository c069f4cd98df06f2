// One undoable change of a configuration.
#pragma once

#include "core/settings/config.h"
#include "widgets/editors/history.h"

#include <QElapsedTimer>

namespace dalescope {

class ConfigDocument;

class ConfigCommand : public GuardedCommand {
public:
    /// `path`: the one setting that changes, whose next edits may be merged into this one; empty for anything
    /// else.
    ConfigCommand(ConfigDocument& document, Config after, const std::string& path, const QString& text);

    void undo() override;
    void redo() override;
    int id() const override { return path_.empty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override;

    /// What cannot change in mid-run cannot be undone in mid-run either.
    QString refusal() const override;

private:
    bool needsNoRun() const;

    ConfigDocument& document_;
    Config before_, after_;
    std::string path_;
    QElapsedTimer age_;
};

/// "Learning rate 0.1 → 0.05"
QString changeText(const Config& before, const Config& after, const std::string& path);

/// Paths of the settings in which two configurations differ, as differingPaths() has them.
QStringList differences(const Config& a, const Config& b);

} // namespace dalescope
