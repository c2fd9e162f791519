using Curate.Core.Text;

namespace Curate.Core.Tests.Text;

public sealed class CanonicalCompositionTests
{
    [Fact]
    public void Fixture_read_holds_every_changed_code_point_and_2000_sequences_of_the_tables_version()
    {
        Assert.StartsWith($"# Unicode {CompositionData.UnicodeVersion}, ", NormalisationCase.Header, StringComparison.Ordinal);
        Assert.True(NormalisationCase.All.Count(IsOneCodePoint) >= 2061);
        Assert.True(NormalisationCase.All.Count(c => !IsOneCodePoint(c)) >= 1900);
    }

    [Fact]
    public void Apply_fixture_gives_form_c()
        => AssertNone(c => CanonicalComposition.Apply(c.Text), c => c.Composed);

    [Fact]
    public void Decompose_fixture_gives_form_d()
        => AssertNone(c => CanonicalComposition.Decompose(c.Text), c => c.Decomposed);

    [Fact]
    public void Apply_text_in_form_d_gives_form_c()
        => AssertNone(c => CanonicalComposition.Apply(c.Decomposed), c => c.Composed);

    [Fact]
    public void Decompose_text_in_form_c_gives_form_d()
        => AssertNone(c => CanonicalComposition.Decompose(c.Composed), c => c.Decomposed);

    [Fact]
    public void Apply_and_decompose_text_in_their_form_give_the_same_object()
    {
        foreach (NormalisationCase c in NormalisationCase.All)
        {
            Assert.Same(c.Composed, CanonicalComposition.Apply(c.Composed));
            Assert.Same(c.Decomposed, CanonicalComposition.Decompose(c.Decomposed));
        }
    }

    [Fact]
    public void Apply_and_decompose_code_points_outside_the_fixture_change_nothing()
    {
        HashSet<string> changed = NormalisationCase.All.Where(IsOneCodePoint).Select(c => c.Text).ToHashSet();
        for (int point = 0; point <= 0x10FFFF; point++)
        {
            string text = point is >= 0xD800 and < 0xE000 ? ((char)point).ToString() : char.ConvertFromUtf32(point);
            if (!changed.Contains(text))
            {
                Assert.Same(text, CanonicalComposition.Apply(text));
                Assert.True(point is >= 0xAC00 and <= 0xD7A3 || ReferenceEquals(text, CanonicalComposition.Decompose(text)), $"{point:X}");
            }
        }
    }

    [Fact]
    public void Apply_cases_joined_by_a_starter_normalises_each()
    {
        // Nothing composes with q.
        string text = string.Join('q', NormalisationCase.All.Select(c => c.Text));
        string expected = string.Join('q', NormalisationCase.All.Select(c => c.Composed));

        Assert.Equal(expected, CanonicalComposition.Apply(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("caf\u00E9 \u00FF\u02FF")]
    public void Apply_text_below_the_combining_marks_gives_the_same_object(string text)
        => Assert.Same(text, CanonicalComposition.Apply(text));

    [Fact]
    public void Apply_mark_after_ascii_composes_with_it()
        => Assert.Equal("caf\u00E9!", CanonicalComposition.Apply("cafe\u0301!"));

    [Theory]
    [InlineData("\u1100\u1161", "\uAC00")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u1112\u1175\u11C2", "\uD7A3")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7")]
    [InlineData("\u1100\u1160", "\u1100\u1160")]
    [InlineData("\u1113\u1161", "\u1113\u1161")]
    [InlineData("\u1100\u0301\u1161", "\u1100\u0301\u1161")]
    [InlineData("\u1161\u11A8", "\u1161\u11A8")]
    public void Apply_jamo_composes_syllables(string text, string expected)
        => Assert.Equal(NormalisationCase.Show(expected), NormalisationCase.Show(CanonicalComposition.Apply(text)));

    [Fact]
    public void Decompose_and_apply_every_syllable_give_jamo_and_the_syllable_back()
    {
        for (int syllable = 0xAC00; syllable <= 0xD7A3; syllable++)
        {
            int trail = (syllable - 0xAC00) % 28;
            int vowel = (syllable - 0xAC00) / 28 % 21;
            int lead = (syllable - 0xAC00) / 588;
            string jamo = $"{(char)(0x1100 + lead)}{(char)(0x1161 + vowel)}" + (trail == 0 ? "" : ((char)(0x11A7 + trail)).ToString());

            Assert.Equal(jamo, CanonicalComposition.Decompose(((char)syllable).ToString()));
            Assert.Equal(((char)syllable).ToString(), CanonicalComposition.Apply(jamo));
        }
    }

    [Theory]
    [InlineData("a\u0301\u0323", "\u1EA1\u0301")]
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u1E0B\u0323", "\u1E0D\u0307")]
    [InlineData("a\u0315\u0300\u05AE\u0300b", "\u00E0\u05AE\u0300\u0315b")]
    public void Apply_marks_out_of_order_orders_them_before_composing(string text, string expected)
        => Assert.Equal(NormalisationCase.Show(expected), NormalisationCase.Show(CanonicalComposition.Apply(text)));

    [Theory]
    [InlineData("a\u0305\u0301")]
    [InlineData("a\u034F\u0301")]
    [InlineData("\u0301a")]
    [InlineData("\u0915\u093C")]
    public void Apply_blocked_leading_or_excluded_marks_gives_the_same_object(string text)
        => Assert.Same(text, CanonicalComposition.Apply(text));

    [Theory]
    [InlineData("\uD800")]
    [InlineData("\uDC00\uD800")]
    [InlineData("a\uD834\u0305\uDD5E")]
    [InlineData("\uD800\uD800\uDC00\uDC00")]
    public void Apply_unpaired_surrogates_gives_the_same_object(string text)
    {
        Assert.Same(text, CanonicalComposition.Apply(text));
        Assert.Same(text, CanonicalComposition.Decompose(text));
    }

    [Fact]
    public void Apply_unpaired_surrogates_between_what_changes_keeps_them()
        => Assert.Equal("\u00E9\uD834\u00E9\uDD5E\u0301", CanonicalComposition.Apply("e\u0301\uD834e\u0301\uDD5E\u0301"));

    [Fact]
    public void Apply_supplementary_pairs_composes_or_excludes_them()
    {
        Assert.Equal("\U0001109A", CanonicalComposition.Apply("\U00011099\U000110BA"));
        Assert.Equal("\U0001D157\U0001D165", CanonicalComposition.Apply("\U0001D15E"));
    }

    // Quadratic ordering or rescanning of these takes minutes, so the limit tells the two apart on any machine.
    [Theory(Timeout = 30_000)]
    [InlineData("\u0301\u0323")]
    [InlineData("\u0305\u0316")]
    [InlineData("e\u0301")]
    [InlineData("\u00E9\u0316")]
    [InlineData("\u1161\u11A8")]
    public async Task Apply_long_repetition_takes_linear_time(string unit)
    {
        const int Repeats = 1_000_000;
        string text = "a" + string.Concat(Enumerable.Repeat(unit, Repeats));

        (string composed, string decomposed) = await Task.Run(() => (CanonicalComposition.Apply(text), CanonicalComposition.Decompose(text)));

        Assert.Equal(decomposed, CanonicalComposition.Decompose(composed));
        Assert.Equal(composed, CanonicalComposition.Apply(decomposed));
    }

    [Theory]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(64)]
    [InlineData(500)]
    public void Decompose_run_of_marks_of_any_length_orders_it_stably(int length)
    {
        // Classes 230, 220, 230, 202, with two different marks of 230.
        char[] marks = [.. Enumerable.Range(0, length).Select(i => "\u0305\u0316\u030D\u0321"[i % 4])];
        int[] classes = [230, 220, 230, 202];
        string expected = "x" + string.Concat(marks.Select((mark, i) => (mark, Class: classes[i % 4])).OrderBy(m => m.Class).Select(m => m.mark));

        Assert.Equal(expected, CanonicalComposition.Decompose("x" + new string(marks)));
        Assert.Equal(expected, CanonicalComposition.Apply("x" + new string(marks)));
    }

    [Fact]
    public void Apply_null_throws()
    {
        Assert.Throws<ArgumentNullException>(() => CanonicalComposition.Apply(null!));
        Assert.Throws<ArgumentNullException>(() => CanonicalComposition.Decompose(null!));
    }

    private static bool IsOneCodePoint(NormalisationCase c)
    {
        CanonicalComposition.ReadPoint(c.Text, 0, out int width);
        return width == c.Text.Length;
    }

    private static void AssertNone(Func<NormalisationCase, string> actual, Func<NormalisationCase, string> expected)
    {
        IEnumerable<string> wrong = NormalisationCase.All
            .Where(c => !string.Equals(actual(c), expected(c), StringComparison.Ordinal))
            .Select(c => $"line {c.Line}: {NormalisationCase.Show(c.Text)} gave {NormalisationCase.Show(actual(c))}");
        Assert.Empty(wrong.Take(10));
    }
}
