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
    spec.rows = spec.leading = rows;
    spec.columns = columns;
    spec.offset = size;
    specs.push_back(spec);
    size += rows * columns;
    return specs.back();
}

ParameterSpec& ParameterLayout::addVector(const std::string& name, Index rows) {
    ParameterSpec& spec = add(name, rows, 1);
    spec.vector = true;
    return spec;
}

} // namespace dalescope
