using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Workspaces;

/// <summary>The same solution with nothing parsed or bound: its texts and references are shared, what the compiler made of them is not.</summary>
internal static class UnboundSolution
{
    public static Solution Unbound(Solution solution)
    {
        var copy = new AdhocWorkspace().CurrentSolution;
        return solution.Projects.Aggregate(copy, (made, project) => made.AddProject(Info(project)));
    }

    private static ProjectInfo Info(Project project) =>
        ProjectInfo
            .Create(
                project.Id,
                project.Version,
                project.Name,
                project.AssemblyName,
                project.Language,
                project.FilePath,
                project.OutputFilePath,
                project.CompilationOptions,
                project.ParseOptions,
                project.Documents.Select(Info),
                project.ProjectReferences,
                project.MetadataReferences,
                project.AnalyzerReferences,
                project.AdditionalDocuments.Select(Info)
            )
            .WithAnalyzerConfigDocuments(project.AnalyzerConfigDocuments.Select(Info));

    private static DocumentInfo Info(TextDocument document) =>
        DocumentInfo.Create(
            document.Id,
            document.Name,
            document.Folders,
            loader: TextLoader.From(
                TextAndVersion.Create(DocumentTexts.Of(document), VersionStamp.Default, document.FilePath)
            ),
            filePath: document.FilePath
        );
}
