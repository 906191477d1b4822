using System.Xml;
using System.Xml.Linq;
using GptOssDev.Platform.Files;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Reads a project file as plain XML, for projects whose build does not run. Conditions and imports are not followed.</summary>
internal static class ProjectFile
{
    /// <summary>Absolute paths of the projects it names; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> References(string project)
    {
        var read = SourceFile.Read(project);
        if (!read.Succeeded)
        {
            return [];
        }
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(read.File.Text), settings);
            var folder = Path.GetDirectoryName(read.File.Path)!;
            return
            [
                .. XDocument
                    .Load(reader)
                    .Descendants()
                    .Where(element => element.Name.LocalName == "ProjectReference")
                    .Select(element => (string?)element.Attribute("Include"))
                    .OfType<string>()
                    .Where(path => path.Length > 0 && !path.Contains('$', StringComparison.Ordinal))
                    .Select(path => PathNames.Absolute(folder, path)),
            ];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
