// The configuration that a person edits: every change is a command that can be undone.
#pragma once

#include "core/network/architecture.h"
#include "core/settings/field.h"
#include "widgets/editors/history.h"

namespace dalescope {

class Error;

/// What an error says of the setting at `path`, by its label; for a file or the command line it is named by
/// its path.
QString sentenceOf(const Error& error, const Config& config, const std::string& path);

/// While it is locked (a run goes on), only settings that may change in mid-run can be edited, undone or
/// redone. Several documents may share one history.
class ConfigDocument : public QObject {
    Q_OBJECT

public:
    /// `history` outlives the document, or is cleared before it goes.
    ConfigDocument(Config config, History& history, QObject* parent = nullptr);

    const Config& config() const { return config_; }
    History& history() { return history_; }

    /// Sets one setting, also a layer's (network.layers.N.NAME), as a command; edits of the same setting
    /// within a second become one. A value that is refused changes nothing: the reason is returned, or an
    /// empty text.
    QString edit(const std::string& path, const Value& value);
    /// Replaces the layers as one command named `text`. Refused while locked.
    QString setLayers(const std::vector<LayerConfig>& layers, const QString& text);
    /// Replaces everything as one command, for presets and opened files. Refused while locked, unless all
    /// that differs may change in mid-run.
    QString replace(const Config& config, const QString& text);

    /// Shape of an example and classes of the data set, against which the layers are checked.
    void setDataShape(const FeatureShape& in, Index classes);
    std::vector<LayerShape> shapes() const;

    bool isLocked() const { return locked_; }
    void setLocked(bool locked);
    /// Why a locked setting cannot be changed.
    static QString lockReason();

Q_SIGNALS:
    /// After each change, also by undo: the settings that differ now, as differingPaths() has them.
    void changed(const QStringList& paths);
    void lockChanged(bool locked);

private:
    friend class ConfigCommand;
    void apply(const Config& config);

    Config config_;
    History& history_;
    bool locked_ = false;
    FeatureShape in_ = FeatureShape::image(1, 28, 28);
    Index classes_ = 10;
};

} // namespace dalescope
