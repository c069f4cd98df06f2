# cmake -DFILES=resources/presets/*.json -DFUNCTION=embeddedPresets -DOUTPUT=file.cpp -P embed_texts.cmake
file(GLOB files ${FILES})
list(SORT files)
set(entries "")
foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND entries "        {\"${name}\", R\"text(${text})text\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"core/experiments/embedded_texts.h\"

namespace dalescope {

std::vector<std::pair<std::string, std::string>> ${FUNCTION}() {
    return {
${entries}    };
}

} // namespace dalescope
")
