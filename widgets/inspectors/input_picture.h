// A picture of any kind and size as a network's input.
#pragma once

#include "core/common/matrix.h"
#include "core/data/dataset.h"

#include <QImage>

namespace dalescope {

/// By its suffix: whether the file may be a picture that can be read.
bool isPicture(const QString& path);

/// The picture in the file at `path`. Throws Error naming it where it is none, is damaged or has more than 64
/// million pixels. On any thread.
QImage readPicture(const QString& path);

/// `picture` in the shape of a data set: values in [0, 1], what is transparent on white. A grey input holds
/// all of it, with zeros beside it, and dark ink on light paper becomes light ink, as in MNIST; a coloured
/// one is filled, and what stands out is cut off. Zeros where the picture or the shape is empty.
Vector<float> inputFrom(const QImage& picture, const ImageShape& shape);

} // namespace dalescope
