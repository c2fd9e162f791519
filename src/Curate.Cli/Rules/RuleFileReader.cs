using Curate.Cli.Recipes;
using Curate.Core.Check.Rules;
using Curate.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using static Curate.Cli.Recipes.YamlText;

namespace Curate.Cli.Rules;

/// <summary>
/// Reads a file of rules: YAML (or JSON, which is YAML) with <c>version</c> and <c>rules</c>, whose scalars are all texts as on a command line. Keys of each rule are checked against its
/// kind, and values by <see cref="RuleReader"/>; every fault names file, line and key.
/// </summary>
internal sealed class RuleFileReader
{
    public const string CurrentVersion = "1";

    private static readonly string[] s_top = ["version", "rules"];

    private readonly string _file;
    private readonly string _folder;
    private readonly RecipeFaults _faults;

    private RuleFileReader(string file, string folder)
    {
        _file = file;
        _folder = folder;
        _faults = new RecipeFaults(file);
    }

    /// <summary>Reads rules.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <exception cref="CurateException">It is no file of rules.</exception>
    public static IReadOnlyList<Rule> Read(TextReader text, string file, string folder) => new RuleFileReader(file, folder).Read(text);

    private List<Rule> Read(TextReader text)
    {
        YamlMappingNode root = YamlText.Read(text, _faults, "file of rules", s_top);
        YamlNode? version = null;
        YamlNode? rules = null;
        foreach ((YamlScalarNode key, YamlNode value) in Mapping(root, "A file of rules"))
        {
            switch (key.Value)
            {
                case "version":
                    version = value;
                    break;
                case "rules":
                    rules = value;
                    break;
                default:
                    _faults.Unknown(Line(key), "a key of a file of rules", key.Value!, s_top);
                    break;
            }
        }

        if (version is null)
        {
            _faults.At(1, "The file of rules says no version.", $"Begin it with: version: {CurrentVersion}");
        }

        if ((version as YamlScalarNode)?.Value is var number && number != CurrentVersion)
        {
            _faults.At(Line(version), $"version {Fail.Show(number ?? "")} is not known; this program reads version {CurrentVersion}.");
        }

        if (rules is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            _faults.At(rules is null ? 1 : Line(rules), "The file has no rules, so every table would pass.", "Write them as a list: rules: [{rule: row-count, min: 100}]");
            return [];
        }

        return [.. list.Children.Select(ReadRule)];
    }

    private Rule ReadRule(YamlNode node)
    {
        if (node is not YamlMappingNode mapping)
        {
            _faults.At(Line(node), "A rule is a mapping: {rule: KIND, KEY: VALUE ...}.");
            return null!;
        }

        (YamlScalarNode Key, YamlNode Value)[] keys = [.. Mapping(mapping, "A rule")];
        (YamlScalarNode? word, YamlNode? what) = keys.FirstOrDefault(static k => k.Key.Value == "rule");
        if (word is null || what is not YamlScalarNode { Value.Length: > 0 } name)
        {
            _faults.At(Line(mapping), "A rule says no kind.", "Write rule: KIND, one of " + string.Join(", ", RuleKinds.All.Select(static k => k.Name)) + ".");
            return null!;
        }

        RuleKind? kind = RuleKinds.Find(name.Value!);
        if (kind is null)
        {
            _faults.Unknown(Line(name), "a kind of rule", name.Value!, RuleKinds.All.Select(static k => k.Name));
            return null!;
        }

        var values = new Dictionary<string, RuleValue>(StringComparer.Ordinal);
        foreach ((YamlScalarNode key, YamlNode value) in keys)
        {
            if (kind.AllKeys.All(k => k.Name != key.Value))
            {
                _faults.Unknown(Line(key), $"a key of rule {kind.Name}", key.Value!, kind.AllKeys.Select(static k => k.Name));
            }

            if (!values.TryAdd(key.Value!, Value(key, value)))
            {
                _faults.At(Line(key), $"{key.Value} stands twice in this rule.");
            }
        }

        return kind.Read(new RuleReader(kind, _file, Line(mapping), values, path => Path.IsPathRooted(path) ? path : Path.Combine(_folder, path)));
    }

    private RuleValue Value(YamlScalarNode key, YamlNode node) => node switch
    {
        YamlScalarNode => new RuleText(Line(node), Text(key, node)),
        YamlSequenceNode { Children.Count: > 0 } list => new RuleTexts(Line(node), [.. list.Children.Select(item => Text(key, item))]),
        YamlMappingNode { Children.Count: > 0 } pairs => new RulePairs(Line(node), [.. Mapping(pairs, key.Value!).Select(p => (p.Key.Value!, Text(p.Key, p.Value), Line(p.Key)))]),
        _ => throw Empty(key, node),
    };

    private string Text(YamlScalarNode key, YamlNode node) =>
        node is YamlScalarNode { Value: { } text, Style: var style } && (text.Length > 0 || style != ScalarStyle.Plain) ? text : throw Empty(key, node);

    private CurateException Empty(YamlScalarNode key, YamlNode node) =>
        new(ErrorCodes.Usage, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_file}, line {Line(node)}: {key.Value} {(node is YamlScalarNode ? "has no value" : "takes plain values, and here is a list or a mapping")}."), null);

    private IEnumerable<(YamlScalarNode Key, YamlNode Value)> Mapping(YamlMappingNode mapping, string what)
    {
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value.Length: > 0 } scalar)
            {
                _faults.At(Line(key), $"{what} has keys that are plain words.");
                yield break;
            }

            yield return (scalar, value);
        }
    }
}
