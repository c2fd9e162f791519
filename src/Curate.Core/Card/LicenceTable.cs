using System.Text;

namespace Curate.Core.Card;

/// <summary>
/// Licences that sets of data commonly name, and how a text means one of them: an SPDX identifier in any case, a common way to write one, or an SPDX
/// expression with <c>AND</c>, <c>OR</c> and <c>WITH</c>. Whatever is not in the table is unspecified; nothing is guessed.
/// </summary>
/// <remarks>It states what licences say at large, for sorting and counting. It is no legal advice.</remarks>
public static class LicenceTable
{
    private const LicenceUse Any = LicenceUse.Commercial;
    private const LicenceUse Non = LicenceUse.NonCommercial;

    /// <summary>Every licence of the table.</summary>
    public static IReadOnlyList<Licence> All { get; } =
    [
        new("0BSD", Any), new("CC0-1.0", Any), new("PDDL-1.0", Any), new("Unlicense", Any), new("WTFPL", Any), new("CC-PDDC", Any), new("<public domain>", Any),
        new("MIT", Any) { Attribution = true }, new("MIT-0", Any), new("ISC", Any) { Attribution = true }, new("Zlib", Any) { Attribution = true }, new("BSL-1.0", Any) { Attribution = true },
        new("Apache-2.0", Any) { Attribution = true }, new("BSD-2-Clause", Any) { Attribution = true }, new("BSD-3-Clause", Any) { Attribution = true }, new("Artistic-2.0", Any) { Attribution = true },
        new("PostgreSQL", Any) { Attribution = true }, new("Python-2.0", Any) { Attribution = true },
        new("CC-BY-2.0", Any) { Attribution = true }, new("CC-BY-2.5", Any) { Attribution = true }, new("CC-BY-3.0", Any) { Attribution = true }, new("CC-BY-4.0", Any) { Attribution = true },
        new("ODC-By-1.0", Any) { Attribution = true }, new("CDLA-Permissive-1.0", Any) { Attribution = true }, new("CDLA-Permissive-2.0", Any) { Attribution = true },
        new("OGL-UK-3.0", Any) { Attribution = true }, new("etalab-2.0", Any) { Attribution = true }, new("DL-DE-BY-2.0", Any) { Attribution = true }, new("DL-DE-ZERO-2.0", Any),
        new("CC-BY-SA-2.0", Any) { Attribution = true, ShareAlike = "CC-BY-SA" }, new("CC-BY-SA-2.5", Any) { Attribution = true, ShareAlike = "CC-BY-SA" },
        new("CC-BY-SA-3.0", Any) { Attribution = true, ShareAlike = "CC-BY-SA" }, new("CC-BY-SA-4.0", Any) { Attribution = true, ShareAlike = "CC-BY-SA" },
        new("ODbL-1.0", Any) { Attribution = true, ShareAlike = "ODbL" }, new("CDLA-Sharing-1.0", Any) { Attribution = true, ShareAlike = "CDLA-Sharing" },
        new("GFDL-1.3-or-later", Any) { Attribution = true, ShareAlike = "GFDL" }, new("GFDL-1.2-or-later", Any) { Attribution = true, ShareAlike = "GFDL" },
        new("GPL-2.0-only", Any) { Attribution = true, ShareAlike = "GPL-2.0-only" }, new("GPL-2.0-or-later", Any) { Attribution = true, ShareAlike = "GPL" },
        new("GPL-3.0-only", Any) { Attribution = true, ShareAlike = "GPL" }, new("GPL-3.0-or-later", Any) { Attribution = true, ShareAlike = "GPL" },
        new("LGPL-2.1-only", Any) { Attribution = true, ShareAlike = "LGPL" }, new("LGPL-2.1-or-later", Any) { Attribution = true, ShareAlike = "LGPL" },
        new("LGPL-3.0-only", Any) { Attribution = true, ShareAlike = "LGPL" }, new("LGPL-3.0-or-later", Any) { Attribution = true, ShareAlike = "LGPL" },
        new("AGPL-3.0-only", Any) { Attribution = true, ShareAlike = "AGPL" }, new("AGPL-3.0-or-later", Any) { Attribution = true, ShareAlike = "AGPL" },
        new("MPL-2.0", Any) { Attribution = true, ShareAlike = "MPL" }, new("EPL-2.0", Any) { Attribution = true, ShareAlike = "EPL" }, new("EUPL-1.2", Any) { Attribution = true, ShareAlike = "EUPL" },
        new("CC-BY-ND-3.0", Any) { Attribution = true, NoDerivatives = true }, new("CC-BY-ND-4.0", Any) { Attribution = true, NoDerivatives = true },
        new("CC-BY-NC-2.0", Non) { Attribution = true }, new("CC-BY-NC-3.0", Non) { Attribution = true }, new("CC-BY-NC-4.0", Non) { Attribution = true },
        new("CC-BY-NC-SA-2.0", Non) { Attribution = true, ShareAlike = "CC-BY-NC-SA" }, new("CC-BY-NC-SA-3.0", Non) { Attribution = true, ShareAlike = "CC-BY-NC-SA" },
        new("CC-BY-NC-SA-4.0", Non) { Attribution = true, ShareAlike = "CC-BY-NC-SA" },
        new("CC-BY-NC-ND-3.0", Non) { Attribution = true, NoDerivatives = true }, new("CC-BY-NC-ND-4.0", Non) { Attribution = true, NoDerivatives = true },
        new("<non-commercial>", Non), new("<academic use>", LicenceUse.Academic),
    ];

    private static readonly Dictionary<string, Licence> s_byKey = ByKey();

    /// <summary>Other ways to write a licence; each stands for the version that is meant where none is named.</summary>
    private static (string Text, string Id)[] Aliases() =>
    [
        ("cc0", "CC0-1.0"), ("cczero", "CC0-1.0"), ("publicdomain", "<public domain>"), ("pd", "<public domain>"), ("apache2", "Apache-2.0"), ("apachelicense20", "Apache-2.0"), ("apachelicenseversion20", "Apache-2.0"),
        ("mitlicense", "MIT"), ("themitlicense", "MIT"), ("bsd3", "BSD-3-Clause"), ("bsd2", "BSD-2-Clause"), ("gpl2", "GPL-2.0-only"), ("gpl20", "GPL-2.0-only"), ("gplv2", "GPL-2.0-only"), ("gpl3", "GPL-3.0-only"), ("gpl30", "GPL-3.0-only"),
        ("gplv3", "GPL-3.0-only"), ("agpl3", "AGPL-3.0-only"), ("agpl30", "AGPL-3.0-only"), ("lgpl3", "LGPL-3.0-only"), ("lgpl30", "LGPL-3.0-only"), ("lgpl21", "LGPL-2.1-only"), ("gfdl", "GFDL-1.3-or-later"), ("gfdl13", "GFDL-1.3-or-later"),
        ("odcby", "ODC-By-1.0"), ("odbl", "ODbL-1.0"), ("pddl", "PDDL-1.0"), ("noncommercial", "<non-commercial>"), ("noncommercialuseonly", "<non-commercial>"), ("researchonly", "<academic use>"),
        ("academiconly", "<academic use>"), ("academicuseonly", "<academic use>"), ("academicuse", "<academic use>"), ("forresearchuseonly", "<academic use>"), ("researchuseonly", "<academic use>"),
    ];

    /// <summary>What a text says: the licences that all hold together, or none where it is not understood. Of alternatives (<c>OR</c>) the least restrictive is taken.</summary>
    public static IReadOnlyList<Licence> Parse(string text)
    {
        if (Find(text) is { } one)
        {
            return [one];
        }

        // SPDX: OR binds less than AND; brackets are read where they close what they open.
        string trimmed = Unwrapped(text.Trim());
        string[] choices = Split(trimmed, " OR ");
        if (choices.Length > 1)
        {
            return choices.Select(Parse).Where(static c => c.Count > 0).OrderBy(UseOf).ThenBy(static c => c.Count(static l => l.ShareAlike is not null || l.NoDerivatives)).FirstOrDefault() ?? [];
        }

        string[] all = Split(trimmed, " AND ");
        if (all.Length > 1)
        {
            IReadOnlyList<Licence>[] parts = [.. all.Select(Parse)];
            return parts.Any(static p => p.Count == 0) ? [] : [.. parts.SelectMany(static p => p).Distinct()];
        }

        string[] exception = Split(trimmed, " WITH ");
        return Find(exception[0]) is { } plain ? [plain] : [];
    }

    /// <summary>What several licences together allow: what the most restrictive does. No licence at all allows nothing that is known.</summary>
    public static LicenceUse UseOf(IReadOnlyList<Licence> licences) => licences.Count == 0 ? LicenceUse.Unspecified : licences.Max(static l => l.Use);

    /// <summary>Why rows under the two cannot be passed on as one dataset, or null where nothing in the table is against it. The order does not matter.</summary>
    public static string? Conflict(Licence a, Licence b)
    {
        if (a.Id == b.Id)
        {
            return null;
        }

        if (string.CompareOrdinal(a.Id, b.Id) > 0)
        {
            (a, b) = (b, a);
        }

        foreach ((Licence one, Licence other) in new[] { (a, b), (b, a) })
        {
            if (one.NoDerivatives)
            {
                return $"{one.Id} forbids passing on changed works";
            }
        }

        if (a.ShareAlike is not null && b.ShareAlike is not null && a.ShareAlike != b.ShareAlike && !GoesInto(a, b) && !GoesInto(b, a))
        {
            return "both ask for their own licence";
        }

        foreach ((Licence one, Licence other) in new[] { (a, b), (b, a) })
        {
            if (one.ShareAlike is not null && one.Use == Any && other.Use != Any)
            {
                return $"{one.Id} allows no further restrictions, and {other.Id} has one";
            }
        }

        return null;
    }

    /// <summary>Works under the first may be passed on under the second, by what their publishers have declared.</summary>
    private static bool GoesInto(Licence from, Licence to) => (from.ShareAlike, to.ShareAlike) switch
    {
        ("CC-BY-SA", "GPL") => from.Id == "CC-BY-SA-4.0",
        ("LGPL", "GPL") or ("LGPL", "AGPL") or ("GPL", "AGPL") or ("MPL", "GPL") or ("MPL", "LGPL") or ("MPL", "AGPL") => true,
        _ => false,
    };

    private static Licence? Find(string text)
    {
        string key = Key(text);
        if (s_byKey.TryGetValue(key, out Licence? known))
        {
            return known;
        }

        // "CC BY 4.0 license", "licence: MIT"
        string bare = key.Replace("licence", "", StringComparison.Ordinal).Replace("license", "", StringComparison.Ordinal);
        return bare.Length < key.Length && bare.Length > 0 ? s_byKey.GetValueOrDefault(bare) : null;
    }

    private static Dictionary<string, Licence> ByKey()
    {
        var byKey = new Dictionary<string, Licence>(StringComparer.Ordinal);
        foreach (Licence licence in All)
        {
            byKey.Add(Key(licence.Id), licence);
        }

        foreach ((string text, string id) in Aliases())
        {
            byKey.TryAdd(text, All.Single(l => l.Id == id));
        }

        return byKey;
    }

    /// <summary>Letters and digits in lower case: what differs between ways to write an identifier is the rest.</summary>
    private static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                key.Append(char.ToLowerInvariant(c));
            }
            else if (c > 127 || c == '+')
            {
                // GPL-3.0+ is another licence than GPL-3.0, and letters outside of ASCII are in no identifier.
                key.Append(c);
            }
        }

        return key.ToString();
    }

    private static string Unwrapped(string text)
    {
        while (text.Length > 1 && text[0] == '(' && text[^1] == ')' && Closes(text) == text.Length - 1)
        {
            text = text[1..^1].Trim();
        }

        return text;
    }

    private static int Closes(string text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The parts between a word outside of brackets.</summary>
    private static string[] Split(string text, string word)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0 && string.Compare(text, i, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                parts.Add(text[start..i]);
                start = i + word.Length;
                i = start - 1;
            }
        }

        parts.Add(text[start..]);
        return [.. parts];
    }
}
