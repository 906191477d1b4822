using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>The running runtime's own assemblies as references: a stand-in where a project's real ones are not known.</summary>
internal static class RuntimeReferences
{
    /// <summary>Sorted by name; empty when the program carries its runtime inside one file.</summary>
    public static IReadOnlyList<MetadataReference> Load()
    {
        var folder = RuntimeEnvironment.GetRuntimeDirectory();
        var trusted = (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "").Split(Path.PathSeparator);
        return
        [
            .. trusted
                .Where(path => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && File.Exists(path))
                .Order(StringComparer.Ordinal)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
