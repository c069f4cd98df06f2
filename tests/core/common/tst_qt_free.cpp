// Core knows nothing of Qt.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

class TestQtFree : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void includesNoQtHeader() {
        const QRegularExpression qt(
            QStringLiteral("#\\s*include\\s*[<\"](Q[A-Z]|q[a-z]+\\.h|qt|QtCore|widgets/|app/)"));
        QDirIterator files(QStringLiteral(DALESCOPE_SOURCE_DIR "/core"), QDir::Files,
                           QDirIterator::Subdirectories);
        int read = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto match = qt.match(QString::fromUtf8(file.readAll()));
            QVERIFY2(!match.hasMatch(), qPrintable(file.fileName() + ": " + match.captured()));
            ++read;
        }
        QVERIFY2(read > 60, qPrintable(QString::number(read)));
    }

    void widgetsKnowNothingOfTheApplication() {
        QDirIterator files(QStringLiteral(DALESCOPE_SOURCE_DIR "/widgets"), QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("#include \"app/"), qPrintable(file.fileName()));
        }
    }
};

QTEST_APPLESS_MAIN(TestQtFree)
#include "tst_qt_free.moc"
