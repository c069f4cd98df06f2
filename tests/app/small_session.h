// A data set on disk that a window learns in a moment, and a place for the window's settings.
#pragma once

#include "core/settings/config.h"

#include <QDir>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

namespace dalescope {

/// IDX files with MNIST's names: ten classes of noisy 8 x 8 patterns.
class IdxFolder {
public:
    IdxFolder() {
        write("train", 600);
        write("t10k", 100);
    }
    QString path() const { return folder_.path(); }
    QString file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)); }

    static QByteArray bigEndian(std::initializer_list<quint32> numbers) {
        QByteArray bytes;
        for (const quint32 n : numbers)
            for (int shift = 24; shift >= 0; shift -= 8)
                bytes.append(static_cast<char>(n >> shift & 0xff));
        return bytes;
    }
    static void save(const QString& path, const QByteArray& content) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }

private:
    void write(const char* part, quint32 count) const {
        QByteArray images = bigEndian({0x803, count, 8, 8}), labels = bigEndian({0x801, count});
        quint32 noise = 1;
        for (quint32 i = 0; i < count; ++i) {
            labels.append(static_cast<char>(i % 10));
            for (quint32 p = 0; p < 64; ++p) {
                noise = noise * 1664525 + 1013904223;
                images.append(static_cast<char>((p % 10 == i % 10 ? 120 : 10) + (noise >> 25)));
            }
        }
        save(folder_.filePath(QLatin1String(part) + QLatin1String("-images-idx3-ubyte")), images);
        save(folder_.filePath(QLatin1String(part) + QLatin1String("-labels-idx1-ubyte")), labels);
    }
    QTemporaryDir folder_;
};

/// A small network on `data`, with all probes on.
inline Config smallSession(const IdxFolder& data) {
    Config config;
    config.data.name = data.path().toStdString();
    config.layers = {{"dann", 30, {4, false}}, {"dann", 20, {3, false}}, {"dann", 10, {1, false}}};
    config.training.learningRate = 0.02;
    config.training.batchSize = 16;
    config.training.epochs = 100000;
    config.training.threads = 1;
    config.training.testEvery = 20;
    config.balance.every = 10;
    config.balance.probeSize = 64;
    config.fisher.every = 5;
    return config;
}

/// The window's settings go to a folder of the test's own.
class OwnSettings {
public:
    OwnSettings() {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        for (const auto format : {QSettings::NativeFormat, QSettings::IniFormat})
            QSettings::setPath(format, QSettings::UserScope, folder_.path());
    }

private:
    QTemporaryDir folder_;
};

} // namespace dalescope
