// The configuration that a person edits: every change is a command that can be undone.
#pragma once

#include "core/network/architecture.h"
#include "core/settings/field.h"

#include <QObject>
#include <QUndoStack>

namespace dalescope {

/// While it is locked (a run goes on), only settings that may change in mid-run can be edited, undone or
/// redone.
class ConfigDocument : public QObject {
    Q_OBJECT

public:
    explicit ConfigDocument(Config config, QObject* parent = nullptr);

    const Config& config() const { return config_; }
    QUndoStack& undoStack() { return stack_; }

    /// Sets one setting as a command; edits of the same setting within a second become one. A value that is
    /// refused changes nothing: the reason is returned, or an empty text.
    QString edit(const std::string& path, const Value& value);
    /// Replaces the layers as one command named `text`. Refused while locked.
    QString setLayers(const std::vector<LayerConfig>& layers, const QString& text);
    /// Replaces everything as one command, for presets and opened files. Refused while locked.
    QString replace(const Config& config, const QString& text);

    /// Shape of an example and classes of the data set, against which the layers are checked.
    void setDataShape(const FeatureShape& in, Index classes);
    std::vector<LayerShape> shapes() const;

    bool isLocked() const { return locked_; }
    void setLocked(bool locked);
    /// Why a locked setting cannot be changed.
    static QString lockReason();

    bool canUndo() const;
    bool canRedo() const;
    void undo();
    void redo();

Q_SIGNALS:
    /// After each change, also by undo: the settings that differ now ("network.layers" for the layers).
    void changed(const QStringList& paths);
    void lockChanged(bool locked);
    /// canUndo() or canRedo() may have changed.
    void historyChanged();

private:
    friend class ConfigCommand;
    void apply(const Config& config);
    bool allowedNow(const QUndoCommand* command) const;

    Config config_;
    QUndoStack stack_;
    bool locked_ = false;
    FeatureShape in_ = FeatureShape::image(1, 28, 28);
    Index classes_ = 10;
};

} // namespace dalescope
