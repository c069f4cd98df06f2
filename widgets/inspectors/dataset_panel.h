// What is in a data set: sample images and how many of each class.
#pragma once

#include "core/data/dataset.h"

#include <QImage>
#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QTableWidget;

namespace dalescope {

/// A few images side by side, each enlarged by a whole factor.
class SampleGrid : public QWidget {
    Q_OBJECT
public:
    explicit SampleGrid(QWidget* parent = nullptr);
    /// Shows images of `data` with that label, or of all where it is negative; another `draw` shows others.
    void show(std::shared_ptr<const Dataset> data, int label, unsigned draw);
    QSize sizeHint() const override { return {280, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::shared_ptr<const Dataset> data_;
    std::vector<std::uint32_t> samples_;
};

class DatasetPanel : public QWidget {
    Q_OBJECT
public:
    explicit DatasetPanel(QWidget* parent = nullptr);
    /// Null: nothing is loaded.
    void setData(std::shared_ptr<const Dataset> data);

private:
    void showSamples();

    std::shared_ptr<const Dataset> data_;
    QLabel* title_;
    QComboBox* filter_;
    SampleGrid* grid_;
    QTableWidget* counts_;
    unsigned draw_ = 0;
};

/// Example `index` as a picture, grey or in colour, one pixel for one.
QImage exampleImage(const Examples& examples, const ImageShape& shape, std::size_t index);

} // namespace dalescope
