using Curate.Core.Dedupe.Near;
using Curate.Core.Options;

namespace Curate.Core.Dedupe.Lines;

/// <summary>The options behind <see cref="CutOptions"/>, for the options record of any method.</summary>
internal static class CutOptionSpecs
{
    /// <summary>The text and what is taken out of it.</summary>
    public static IReadOnlyList<OptionSpec<TOptions>> Texts<TOptions>(Func<TOptions, CutOptions> get, Func<TOptions, CutOptions, TOptions> set) =>
    [
        OptionSpec<TOptions>.Columns("text", "The column of the text.", (o, v) => set(o, get(o) with { Text = v })) with { Role = true, Required = true },
        OptionSpec<TOptions>.List("normalize", "What is taken out before parts are compared, never of what is written: lower, numbers, punctuation, accents, or none.", (o, v) => set(o, get(o) with { Folding = TextOptionSpecs.Flags(v) }), "none"),
    ];

    /// <summary>Which copy stays, and what is said of the others.</summary>
    /// <param name="get">Reads the shared part of a method's options.</param>
    /// <param name="set">Puts it back.</param>
    /// <param name="minWords">Default of <c>--min-words</c>.</param>
    public static IReadOnlyList<OptionSpec<TOptions>> Copies<TOptions>(Func<TOptions, CutOptions> get, Func<TOptions, CutOptions, TOptions> set, int? minWords)
    {
        TOptions With(TOptions o, Func<CopyOptions, CopyOptions> change) => set(o, get(o) with { Copies = change(get(o).Copies) });
        return
        [
            OptionSpec<TOptions>.Whole("min-words", "A text that was cut is dropped when fewer words are left, characters in scripts without spaces; 0 keeps it, empty or not.", (o, v) => set(o, get(o) with { MinWords = (int)v }), minWords, 0, 1_000_000),
            OptionSpec<TOptions>.Text("keep", "The row whose copy stays: first, last, longest, shortest, max:COL, min:COL or prefer:COL=a,b; within a row the first.", (o, v) => With(o, c => c with { Keep = KeepRule.Parse(v) }), "first"),
            OptionSpec<TOptions>.Columns("within", "Compare only rows that agree in these columns.", (o, v) => With(o, c => c with { Within = v })),
            OptionSpec<TOptions>.Path("across", "Cut what occurs in the texts of this second dataset, too.", (o, _) => With(o, c => c with { Across = true })),
            OptionSpec<TOptions>.Flag("only-across", "Cut nothing but what occurs in the --across dataset.", (o, v) => With(o, c => c with { OnlyAcross = v })),
            OptionSpec<TOptions>.Flag("mark", "Keep all rows as they are and add _cut_units, _cut_bytes, _cut_spans and _too_short.", (o, v) => set(o, get(o) with { Mark = v })),
            OptionSpec<TOptions>.Flag("cut-counts", "Add _cut_units and _cut_bytes to the kept rows.", (o, v) => set(o, get(o) with { Counts = v })),
        ];
    }
}
