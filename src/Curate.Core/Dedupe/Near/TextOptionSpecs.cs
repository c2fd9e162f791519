using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>The options behind <see cref="TextOptions"/>, for the options record of any method.</summary>
internal static class TextOptionSpecs
{
    private static readonly (string Name, TextFolding Folding)[] s_foldings =
        [("none", 0), ("lower", TextFolding.Lower), ("numbers", TextFolding.Numbers), ("punctuation", TextFolding.Punctuation), ("accents", TextFolding.Accents)];

    /// <param name="get">Reads the shared part of a method's options.</param>
    /// <param name="set">Puts it back.</param>
    /// <param name="shingle">Tokens of a shingle unless given.</param>
    public static IReadOnlyList<OptionSpec<TOptions>> Of<TOptions>(Func<TOptions, TextOptions> get, Func<TOptions, TextOptions, TOptions> set, int shingle) =>
    [
        OptionSpec<TOptions>.Columns("text", "Columns that make the text of a row.", (o, v) => set(o, get(o) with { Text = v })) with { Role = true, Required = true },
        OptionSpec<TOptions>.List("normalize", "What is taken out of texts before they are compared: lower, numbers, punctuation, accents, or none.", (o, v) => set(o, get(o) with { Folding = Flags(v) }), "lower,numbers,punctuation,accents"),
        OptionSpec<TOptions>.Choice("unit", "What shingles are made of; auto takes words, and single characters in scripts without spaces. In line what texts are made of: line, paragraph or sentence.", ["auto", "words", "characters"], (o, v) => set(o, get(o) with { Unit = UnitOf(v) }), "auto"),
        OptionSpec<TOptions>.Whole("shingle", "Words or characters of a shingle.", (o, v) => set(o, get(o) with { Shingle = (int)v }), shingle, 1, 1000),
    ];

    /// <summary>The name of a unit as options spell it.</summary>
    public static string NameOf(ShingleUnit unit) => unit switch
    {
        ShingleUnit.Words => "words",
        ShingleUnit.Characters => "characters",
        _ => "auto",
    };

    /// <summary>Foldings as options spell them.</summary>
    public static string NameOf(TextFolding folding) =>
        folding == TextFolding.None ? "none" : string.Join(',', s_foldings.Where(f => f.Folding != 0 && (folding & f.Folding) != 0).Select(static f => f.Name));

    public static ShingleUnit UnitOf(string name) => name switch
    {
        "words" => ShingleUnit.Words,
        "characters" => ShingleUnit.Characters,
        _ => ShingleUnit.Auto,
    };

    /// <summary>Foldings from their names.</summary>
    public static TextFolding Flags(string[] names)
    {
        TextFolding flags = 0;
        foreach (string name in names)
        {
            int at = Array.FindIndex(s_foldings, f => f.Name == name);
            if (at < 0)
            {
                string? nearest = NameSuggestions.Nearest(name, s_foldings.Select(static f => f.Name));
                Fail.Usage($"--normalize takes lower, numbers, punctuation, accents or none, not {Fail.Show(name)}.", nearest is null ? null : $"Did you mean {nearest}?");
            }

            flags |= s_foldings[at].Folding;
        }

        return flags;
    }
}
