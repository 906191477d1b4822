namespace GptOssDev.Tests.Unit.CodeModel;

/// <summary>Writes the text of a <c>.sln</c> file.</summary>
internal static class SolutionText
{
    public const string Header = "\nMicrosoft Visual Studio Solution File, Format Version 12.00\n";
    private const string CSharp = "{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";

    public static string Of(params string[] items) => Header + string.Concat(items);

    public static string Project(string name, string path, int id, string type = CSharp) =>
        $"Project(\"{type}\") = \"{name}\", \"{path}\", \"{Id(id)}\"\nEndProject\n";

    public static string Folder(string name, int id) =>
        Project(name, name, id, "{2150E333-8FDC-42A3-9474-1A3956D46DE8}");

    public static string Nested(int item, int folder) =>
        "Global\n\tGlobalSection(NestedProjects) = preSolution\n"
        + $"\t\t{Id(item)} = {Id(folder)}\n\tEndGlobalSection\nEndGlobal\n";

    private static string Id(int id) => $"{{00000000-0000-0000-0000-{id:D12}}}";
}
