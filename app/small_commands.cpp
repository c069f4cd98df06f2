// gradients, export-pytorch, presets, datasets
#include "app/commands.h"
#include "app/options.h"
#include "core/data/locate.h"
#include "core/experiments/gradients.h"
#include "core/experiments/presets.h"
#include "core/experiments/pytorch_export.h"
#include "core/experiments/shipped_sweeps.h"

#include <cstdio>

namespace dalescope {

int gradientsCommand(const QStringList& arguments) {
    const Options options(arguments,
                          {QStringLiteral("--snapshot"), QStringLiteral("--batch"), QStringLiteral("--out"),
                           QStringLiteral("--layers"), QStringLiteral("--precision")});
    const QString precision = options.has(QStringLiteral("--precision"))
                                  ? options.value(QStringLiteral("--precision"))
                                  : QStringLiteral("double");
    if (precision != QLatin1String("double") && precision != QLatin1String("single"))
        throw WrongUseError("--precision", "\"" + precision.toStdString() + "\" is not known",
                            "say double or single");
    const std::string out = options.required(QStringLiteral("--out")).toStdString();
    const Npz gradients = computeGradients({options.required(QStringLiteral("--snapshot")).toStdString(),
                                            options.required(QStringLiteral("--batch")).toStdString(),
                                            options.value(QStringLiteral("--layers")).toStdString(),
                                            precision == QLatin1String("single")});
    writeNpz(out, gradients);
    std::printf("%s: %zu arrays\n", out.c_str(), gradients.arrays.size());
    return 0;
}

int exportPyTorchCommand(const QStringList& arguments) {
    if (arguments.isEmpty() || arguments.first().startsWith(QLatin1String("--")))
        throw WrongUseError("export-pytorch", "the run's folder is missing",
                            "write dalescope export-pytorch RUN");
    const Options options(arguments.mid(1), {QStringLiteral("--out")});
    const auto notes = exportPyTorchRun(arguments.first().toStdString(),
                                        options.value(QStringLiteral("--out")).toStdString());
    for (const auto& note : notes)
        std::printf("%s\n", note.c_str());
    return 0;
}

int presetsCommand(const QStringList& arguments) {
    const Options none(arguments, {});
    for (const auto& preset : presets())
        std::printf("%-26s %s\n", preset.name.c_str(), preset.about.c_str());
    std::puts("\nSweeps, for dalescope sweep --preset:");
    for (const auto& sweep : shippedSweeps())
        std::printf("%-26s %s\n", sweep.name.c_str(), sweep.plan.about.c_str());
    return 0;
}

int datasetsCommand(const QStringList& arguments) {
    const Options options(arguments, {QStringLiteral("--data")});
    for (const auto& known : knownDatasets(options.value(QStringLiteral("--data")).toStdString()))
        std::printf("%-13s %-36s %s\n", known.name.c_str(), known.title.c_str(),
                    !known.available       ? ("not found; " + known.hint).c_str()
                    : known.folder.empty() ? "always there"
                                           : known.folder.c_str());
    return 0;
}

} // namespace dalescope
