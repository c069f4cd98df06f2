#include "core/network/parameters.h"

namespace dalescope {

std::vector<Index> ParameterSpec::shape() const {
    if (vector)
        return {rows};
    std::vector<Index> shape = {rows};
    if (kernel.empty())
        shape.push_back(columns);
    else
        shape.insert(shape.end(), kernel.begin(), kernel.end());
    return shape;
}

ParameterSpec& ParameterLayout::add(const std::string& name, Index rows, Index columns) {
    ParameterSpec spec;
    spec.name = name;
    spec.rows = rows;
    spec.leading = columns > 1 ? paddedLeading(rows) : rows;
    spec.columns = columns;
    spec.offset = reserve(spec.leading, columns);
    specs.push_back(spec);
    return specs.back();
}

Index ParameterLayout::reserve(Index leading, Index columns) {
    const bool small = leading < smallMatrix;
    const Index offset = small ? size : paddedLeading(size);
    size = offset + leading * columns;
    return offset;
}

ParameterSpec& ParameterLayout::addVector(const std::string& name, Index rows) {
    ParameterSpec& spec = add(name, rows, 1);
    spec.vector = true;
    return spec;
}

} // namespace dalescope
