using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Curate.Cli.Recipes;

/// <summary>YAML that people write for this program: one document, one mapping, faults by line.</summary>
internal static class YamlText
{
    /// <summary>The mapping that a text is.</summary>
    /// <param name="text">YAML, or JSON, which is YAML.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="what">What messages call it: <c>recipe</c>.</param>
    /// <param name="top">Keys that it has.</param>
    public static YamlMappingNode Read(TextReader text, RecipeFaults faults, string what, IReadOnlyList<string> top)
    {
        var stream = new YamlStream();
        var parser = new Parser(text);
        try
        {
            stream.Load(parser);
        }
        catch (Exception bad) when (bad is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser does not always say where it stood when it gave up.
            int line = (int)(bad is YamlException { Start.Line: > 0 } known ? known.Start.Line : parser.Current?.End.Line ?? 1);
            faults.At(Math.Max(1, line), $"This is not YAML that can be read: {(bad is YamlException ? bad.Message.TrimEnd('.') : "a bracket, a quote or a key is left open")}.",
                "Check indentation, quotes and brackets near this line.");
        }

        if (stream.Documents.Count != 1)
        {
            faults.At(1, stream.Documents.Count == 0 ? $"The {what} is empty." : $"The file holds several YAML documents; a {what} is one.");
        }

        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            faults.At(1, $"A {what} is a mapping of " + string.Join(", ", top) + ".");
            return null!;
        }

        return root;
    }

    /// <summary>The line where a node begins.</summary>
    public static int Line(YamlNode node) => (int)node.Start.Line;
}
