using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>The feature columns of a run with their kinds: which are numbers (or one embedding) and which are categories.</summary>
public sealed class FeatureColumns
{
    private FeatureSurvey? _survey;
    private SurveyedRows? _kept;
    private string[] _surveyed = [];
    private bool _toldAll;

    private FeatureColumns(string label, Field? target, IReadOnlyList<Field> numbers, IReadOnlyList<Field> categories)
    {
        Target = target;
        Label = label;
        Numbers = numbers;
        Categories = categories;
    }

    /// <summary>The class column, or the numeric target; empty where there is none.</summary>
    public string Label { get; }

    /// <summary>The label with its kind where it is a numeric target: whole, number or decimal; null where it is a class.</summary>
    public Field? Target { get; }

    /// <summary>Columns of numbers, flags, dates or times, or one column of vectors; the kind is that of the source.</summary>
    public IReadOnlyList<Field> Numbers { get; }

    /// <summary>Category columns.</summary>
    public IReadOnlyList<Field> Categories { get; }

    /// <summary>True when the numbers are the values of one vector column.</summary>
    public bool IsEmbedding => Numbers.Count == 1 && Numbers[0].Kind == ColumnKind.Vector;

    /// <summary>What a pass over the features reads: the label, where there is one, as text (a numeric target in its kind), numbers in their kind, categories as text.</summary>
    public ReadRequest Request => ReadRequest.Of(
    [
        .. Label.Length == 0 ? Array.Empty<ColumnRequest>()
            : [Target is { } target ? new ColumnRequest(Label, target.Kind!.Value) { Scale = target.Scale } : new ColumnRequest(Label, ColumnKind.Text)],
        .. NumberRequests,
        .. Categories.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text)),
    ]);

    /// <summary>The numbers in their kind.</summary>
    internal IReadOnlyList<ColumnRequest> NumberRequests => [.. Numbers.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })];

    /// <summary>Where <see cref="Request"/> puts them; rows without a label are left out.</summary>
    public FeatureLayout Layout => OptionalLabelLayout with { Required = 0 };

    /// <summary>The same, with rows that have no label, or where there is none at all.</summary>
    public FeatureLayout OptionalLabelLayout
    {
        get
        {
            int first = Label.Length == 0 ? 0 : 1;
            return new FeatureLayout([.. Enumerable.Range(first, Numbers.Count)], [.. Enumerable.Range(first + Numbers.Count, Categories.Count)]);
        }
    }

    /// <summary>Finds the columns; kinds that the source does not declare are inferred from all rows in one pass.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Features and label.</param>
    /// <param name="numericLabel">The label has to be a number.</param>
    /// <param name="keep">Numbers met on the way are kept, as far as there is room, for <see cref="KeptFor"/>; <see cref="Forget"/> must follow.</param>
    /// <exception cref="CurateException">A named feature is text and not said to be a category, there is no feature, or the label is no number where it has to be one.</exception>
    public static FeatureColumns Resolve(PassRunner passes, IRecordSource source, FeatureOptions options, bool numericLabel = false, bool keep = false)
    {
        bool named = options.Features.Count > 0;
        string[] candidates = named
            ? [.. options.Features.Where(name => !options.Categorical.Contains(name, StringComparer.Ordinal))]
            : [.. source.Schema.Fields.Select(static f => f.Name).Where(name => name != options.Label && name != options.Id && !options.Categorical.Contains(name, StringComparer.Ordinal))];
        CheckLabel(options);
        string[] open = [.. candidates.Concat(numericLabel ? [options.Label] : []).Where(name => source.Schema.IndexOf(name) is var at && (at < 0 || source.Schema[at].Kind is null))];
        bool adds = !numericLabel && source.RawKind == ColumnKind.Text;
        SurveyedRows? kept = keep && adds ? new SurveyedRows(open.Length, passes.Context.Memory) : null;
        FeatureSurvey? survey = open.Length == 0 ? null : Survey(passes, source, open, options, adds, kept);
        KindInference? inference = survey?.Kinds;
        var numbers = new List<Field>();
        for (int i = 0; i < candidates.Length; i++)
        {
            int place = Array.IndexOf(open, candidates[i]);
            Field field = place >= 0 ? inference!.Result(place) : source.Schema[source.Schema.IndexOf(candidates[i])];
            bool number = field.Kind is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal or ColumnKind.Flag;
            if (number || (named && field.Kind is ColumnKind.Date or ColumnKind.Time or ColumnKind.Vector))
            {
                numbers.Add(field);
            }
            else if (named)
            {
                ThrowText(field, place >= 0 ? inference!.SettledBy(place) : null, options.TakesCategories);
            }
        }

        if (numbers.Count > 1 && numbers.Find(static f => f.Kind == ColumnKind.Vector) is { } vector)
        {
            Fail.Usage($"The column {Fail.Show(vector.Name)} holds vectors, and other columns of numbers are features beside it.",
                "A vector column is the only feature of numbers: name it alone with --features; --categorical may add categories.");
        }

        if (numbers.Count + options.Categorical.Count == 0)
        {
            string aside = options.Label.Length == 0 ? "" : $", the label {Fail.Show(options.Label)} aside";
            Fail.With(ErrorCodes.Infeasible, $"{source.Name} has no column of numbers to compare rows by{aside}.",
                (options.TakesCategories ? "Name text columns with --categorical, or " : "Name ") + "a vector column with --features.");
        }

        return new FeatureColumns(options.Label, numericLabel ? TargetField(source, options.Label, inference, Array.IndexOf(open, options.Label)) : null, numbers, [.. options.Categorical.Select(name => source.Schema.IndexOf(name) is >= 0 and int at ? source.Schema[at] : new Field(name, null))])
        {
            _survey = survey,
            _kept = kept,
            _surveyed = open,
        };
    }

    /// <summary>Refuses an embedding that is none.</summary>
    /// <param name="name">The column that <c>--embedding</c> names, or null.</param>
    /// <exception cref="CurateException">It holds no vectors.</exception>
    internal void CheckEmbedding(string? name)
    {
        if (name is not null && !IsEmbedding)
        {
            Fail.With(ErrorCodes.BadValue, $"The column {Fail.Show(name)} that --embedding names holds no vectors: its kind is {ValueText.NameOf(Numbers[0].Kind ?? ColumnKind.Text)}.",
                "Name a column of lists of numbers, or pass columns of numbers with --features.");
        }
    }

    /// <summary>Counts of the features, and the sums and bounds that their scaling needs: a pass, unless finding the kinds has told already.</summary>
    /// <exception cref="CurateException">A value cannot be used.</exception>
    public FeatureSummary Summarise(PassRunner passes, IRecordSource source, FeatureLayout layout, MissingValues missing, FeatureScaling scaling)
    {
        string[] names = Names();
        FeatureSummary? told = _survey?.Summary(layout, names, missing, scaling, Places);
        _toldAll = told is not null;
        if (told is not null)
        {
            return told;
        }

        var summary = new FeatureSummary(layout, names, missing, scaling);
        return summary.TryAddStripes(passes, source, NumberRequests, "summarise features") ? summary
            : passes.Summarise(source, Request, "summarise features", () => new FeatureSummary(layout, names, missing, scaling));
    }

    /// <summary>
    /// What <see cref="Summarise"/> would tell, without its pass, where all that it could find is a value that is missing: rows whose number is known, numbers as
    /// they are, and no row left out. Null where a look is needed first.
    /// </summary>
    internal FeatureSummary? Unread(IRecordSource source, FeatureLayout layout, MissingValues missing, FeatureScaling scaling)
    {
        int dimension = IsEmbedding ? Numbers[0].Dimension : Numbers.Count;
        bool mayFill = _survey is null && layout.Required is null && missing == MissingValues.Error && FeatureSummary.FiguresFor(missing, scaling) == ColumnFigures.None;
        return mayFill && dimension > 0 && source.RowCount is > 0 and var rows
            ? FeatureSummary.OfUnread(layout, Names(), dimension, rows) : null;
    }

    /// <summary>Where the numbers of a row stand among those of <see cref="KeptFor"/>.</summary>
    internal int[] Places => [.. Numbers.Select(f => Array.IndexOf(_surveyed, f.Name))];

    /// <summary>The numbers of all rows, after <see cref="Summarise"/>, where they were met and kept and nothing but them is needed to fill vectors.</summary>
    internal SurveyedRows? KeptFor(FeatureFill fill, long rows) =>
        _toldAll && fill.TakesEveryRow && Categories.Count == 0 && _kept is { } kept && kept.HasAll(rows) ? kept : null;

    /// <summary>Lets go of what was kept.</summary>
    internal void Forget()
    {
        _kept?.Dispose();
        _kept = null;
    }

    /// <summary>The value of the numeric target of a row that has one.</summary>
    /// <exception cref="CurateException">It is not finite.</exception>
    internal double TargetOf(RecordBatch batch, int row)
    {
        double value = FeatureLayout.Value(batch[0], row);
        if (!double.IsFinite(value))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {Options.NumberText.Of(batch.FirstRow + row + 1)} has {Options.NumberText.Of(value)} in the label {Fail.Show(Label)}, where a finite number is needed.",
                "Correct the value, or leave the row out with --where.");
        }

        return value;
    }

    private string[] Names() => [.. Numbers.Concat(Categories).Select(static f => f.Name)];

    private static FeatureSurvey Survey(PassRunner passes, IRecordSource source, string[] open, FeatureOptions options, bool adds, SurveyedRows? kept)
    {
        ReadRequest request = new KindInference(open, source.RawKind).Request();
        int? labelAt = null;
        if (adds && options.Label.Length > 0)
        {
            labelAt = open.Length;
            request = request with { Columns = [.. request.Columns, new ColumnRequest(options.Label, ColumnKind.Text)] };
        }

        ColumnFigures figures = FeatureSummary.FiguresFor(options.Missing, options.Scale);
        return passes.Summarise(source, request, "infer kinds", () => new FeatureSurvey(open, source.RawKind, adds, figures, labelAt, kept));
    }

    private static Field TargetField(IRecordSource source, string label, KindInference? inference, int place)
    {
        Field field = place >= 0 ? inference!.Result(place) : source.Schema[source.Schema.IndexOf(label)];
        if (field.Kind is not (ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal))
        {
            KindExample? example = place >= 0 ? inference!.SettledBy(place) : null;
            Fail.With(ErrorCodes.BadValue, $"The label {Fail.Show(label)} is no number"
                + (example is not null ? $": row {Options.NumberText.Of(example.Row.Row + 1)} has {Fail.Show(example.Text)}."
                    : field.Kind is null or ColumnKind.Text ? ": it is text, or has no value at all." : $": its kind is {ValueText.NameOf(field.Kind.Value)}."),
                "This method balances a numeric target; --method smote and random-over balance classes.");
        }

        return field;
    }

    private static void CheckLabel(FeatureOptions options)
    {
        if (options.Features.Contains(options.Label, StringComparer.Ordinal) || options.Categorical.Contains(options.Label, StringComparer.Ordinal))
        {
            Fail.Usage($"The label {Fail.Show(options.Label)} is named as a feature.", "Leave it out of --features and --categorical; !NAME in a list of columns excludes one.");
        }
    }

    private static void ThrowText(Field field, KindExample? example, bool takesCategories) => Fail.With(ErrorCodes.BadValue,
        $"The feature {Fail.Show(field.Name)} is no number"
        + (example is null ? field.Kind == ColumnKind.Text ? ": it is text, or has no value at all." : $": its kind is {ValueText.NameOf(field.Kind ?? ColumnKind.Text)}."
            : $": row {Options.NumberText.Of(example.Row.Row + 1)} has {Fail.Show(example.Text)}."),
        takesCategories ? $"Pass --categorical {field.Name} when its values are categories, or leave it out of --features."
            : "Leave it out of --features; this method compares numbers only.");
}
