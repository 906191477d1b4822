using System.Xml;
using System.Xml.Linq;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Reads a project file as plain XML, for what is needed before its build runs. Conditions and imports are not followed.</summary>
internal static class ProjectFile
{
    /// <summary>Absolute paths of the projects it names; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> References(string project)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        return
        [
            .. Values(project, "ProjectReference", "Include")
                .Where(path => path.Length > 0 && !path.Contains('$', StringComparison.Ordinal))
                .Select(path => PathNames.Absolute(folder, path)),
        ];
    }

    /// <summary>The values of one attribute of all elements with a name, in document order; empty when the file cannot be read.</summary>
    public static IReadOnlyList<string> Values(string file, string element, string attribute)
    {
        var read = SourceFile.Read(file);
        if (!read.Succeeded)
        {
            return [];
        }
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(read.File.Text), settings);
            return
            [
                .. XDocument
                    .Load(reader)
                    .Descendants()
                    .Where(e => e.Name.LocalName == element)
                    .Select(e => (string?)e.Attribute(attribute))
                    .OfType<string>(),
            ];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    /// <summary>Replaces the properties that name the folder of the file and of the project.</summary>
    public static string WithFolders(string value, string fileFolder, string projectFolder) =>
        value
            .Replace("$(MSBuildThisFileDirectory)", fileFolder + "/", StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", projectFolder, StringComparison.OrdinalIgnoreCase);
}
