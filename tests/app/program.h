// The real program, run in a folder as a person or a script runs it.
#pragma once

#include <QProcess>
#include <QTest>

namespace dalescope {

struct Outcome {
    int code = -1;
    QByteArray out, err;
};

/// Begins `dalescope` in `folder`, which is its home too: no data set and no setting of the person's is seen.
inline void startProgram(QProcess& process, const QString& folder, const QStringList& arguments) {
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), folder);
    environment.remove(QStringLiteral("XDG_DATA_HOME"));
    environment.remove(QStringLiteral("DALESCOPE_DATA"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(DALESCOPE_PROGRAM), arguments);
}

inline Outcome outcomeOf(QProcess& process) {
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(), "the program did not end by itself"};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// line: the arguments with spaces between them.
inline Outcome runProgram(const QString& folder, const QString& line) {
    QProcess process;
    startProgram(process, folder, line.split(u' ', Qt::SkipEmptyParts));
    return outcomeOf(process);
}

/// Columns for what is said of command lines that are wrong, and a row of them.
inline void addFaultColumns() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("fault");
}
inline void addFault(const char* line, int code, const char* fault) {
    QTest::newRow(line) << QString::fromLatin1(line) << code << QByteArray(fault);
}

/// One line, and nothing on standard output that a script might take for a result.
inline void compareFault(const Outcome& outcome, int code, const QByteArray& fault) {
    QVERIFY2(outcome.err.contains(fault), outcome.err);
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.err.startsWith("dalescope: ") && outcome.err.count('\n') == 1, outcome.err);
    QVERIFY2(outcome.out.isEmpty(), outcome.out);
}

} // namespace dalescope
