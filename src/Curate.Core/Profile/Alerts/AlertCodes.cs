using static Curate.Core.Profile.Report.AlertSeverity;

namespace Curate.Core.Profile.Alerts;

/// <summary>Every alert. The list is the documentation: <c>curate explain</c> and the page of alerts print it.</summary>
public static class AlertCodes
{
    public static readonly AlertCode AllNull = new("all-null", Warning, "Column without any value",
        "A column of nulls carries nothing, and many learners refuse it.",
        "nulls = rows.",
        "Drop the column, or find out why the export left it empty.");

    public static readonly AlertCode ClassShareChange = new("class-share-change", Warning, "Class share moved",
        "A model learns the class shares of its training set; other shares in use shift its decisions and its precision.",
        "|share here - share in the reference| >= threshold, and the 95% Newcombe interval of the difference leaves out 0.",
        "Check whether the collection changed. If the shares in use are known, correct the model's prior instead of the data.")
    { Threshold = "class-share" };

    public static readonly AlertCode ConstantColumn = new("constant-column", Warning, "One value throughout",
        "A constant tells nothing of the label.",
        "distinct values = 1, nulls aside, in two or more values.",
        "Drop the column, unless it names the source for a later union.");

    public static readonly AlertCode ConstantLength = new("constant-length", Note, "Every text has the same length",
        "Texts of one length are most often codes, hashes or cut-off texts.",
        "smallest length = largest length, 2 or more characters, in more than 20 free or many different texts.",
        "If it is a code, treat it as an identifier; if texts were cut, fetch them again.");

    public static readonly AlertCode DatesAsText = new("dates-as-text", Note, "Dates in a form that is not read as dates",
        "Dates kept as text sort wrongly, cannot be split by time, and day and month may be swapped.",
        "90% of the values have the shape of a date, and every value shown can be one.",
        "Rewrite them as ISO 8601 (2024-03-31), and settle first which number is the day.");

    public static readonly AlertCode DistributionShift = new("distribution-shift", Warning, "Distribution moved",
        "A model trained on the reference meets other values here.",
        "population stability index, sum (q - p) ln(q / p) over ten cells of the reference or over categories, >= threshold, and the size of the shift is not none (some test rejects at 1% over all columns).",
        "Look at the column in both datasets; retrain, reweight, or repair the step that changed.")
    { Threshold = "shift" };

    public static readonly AlertCode DuplicateRows = new("duplicate-rows", Warning, "Repeated rows",
        "Repeats weigh a row more than others, and the same row in training and test makes scores too good.",
        "repeated rows / rows > threshold (for an estimate: its lower bound).",
        "Run curate dedupe --method exact before splitting.")
    { Threshold = "duplicates" };

    public static readonly AlertCode DuplicateVectors = new("duplicate-vectors", Note, "Repeated vectors",
        "Equal embeddings come from equal inputs, or from an encoder that failed.",
        "vectors that equal an earlier one > 0 (for an estimate: its lower bound).",
        "Dedupe the rows, or look at what the encoder got.");

    public static readonly AlertCode EmptyCells = new("empty-cells", Warning, "Groups without some class",
        "Where a group lacks a class, a model can read the class off the group, and no rate can be measured there.",
        "cells of the label-by-group table with 0 rows, of those shown.",
        "Collect rows for these cells, or report that the group cannot be judged for the class.");

    public static readonly AlertCode HighCardinality = new("high-cardinality", Note, "Category with many values",
        "One-hot columns explode, and rare values are learned from few rows.",
        "distinct values > threshold (for an estimate: its lower bound).",
        "Group rare values, hash them, or use counts or means out of fold.")
    { Threshold = "cardinality" };

    public static readonly AlertCode ImbalancedCategory = new("imbalanced-category", Note, "Category with uneven shares",
        "One value holds most rows; the others are hard to learn from.",
        "1 - H / ln K of the value counts > threshold, H the entropy, K the distinct values. Where only the frequent values are known: the smallest figure that the rest allows.",
        "Group rare values, or leave the column out if it hardly varies.")
    { Threshold = "imbalance" };

    public static readonly AlertCode ImbalancedClass = new("imbalanced-class", Warning, "Uneven classes",
        "Accuracy rewards always answering the largest class, and rare classes are learned from few rows.",
        "1 - H / ln K of the class counts > threshold (two classes: a minority under about 11%).",
        "Judge by F1, g-mean and precision-recall. Try weights or a moved threshold first, then curate resample on the training rows.")
    { Threshold = "imbalance" };

    public static readonly AlertCode Infinities = new("infinities", Error, "Infinite numbers",
        "An infinity turns means, scalings and gradients into infinities or NaN.",
        "infinities / numbers > threshold.",
        "Find the division or overflow behind them; replace them by nulls.")
    { Threshold = "infinities" };

    public static readonly AlertCode MissingValues = new("missing-values", Warning, "Missing values",
        "Rows with nulls are dropped or filled by most learners, and why a value is missing may itself tell the label.",
        "nulls / rows > threshold, in columns that have some value.",
        "Find out why they are missing; fill them, or add a column that says so.")
    { Threshold = "missing" };

    public static readonly AlertCode MixedKinds = new("mixed-kinds", Warning, "Values of different kinds",
        "A few texts among numbers turn the whole column into text.",
        "most values, but not all, read as one kind other than text; texts that mean a missing value are left out.",
        "Look at the others with --where; correct them or name them with --null.");

    public static readonly AlertCode NanValues = new("nan-values", Error, "NaN among the numbers",
        "One NaN turns sums, distances and gradients into NaN.",
        "NaN > 0; in vectors: vectors with a NaN or an infinity > 0.",
        "Write missing values as nulls, and find the step that made a NaN.");

    public static readonly AlertCode NearConstant = new("near-constant", Warning, "Almost one value throughout",
        "What hardly varies tells little, and its few other rows are easily lost in a split.",
        "share of the most frequent value >= threshold, with two or more values.",
        "Drop the column, or keep it as a flag for the rare values.")
    { Threshold = "near-constant" };

    public static readonly AlertCode NewCategories = new("new-categories", Warning, "Values that the reference lacks",
        "An encoder fitted on the reference does not know them.",
        "values with rows here and none in the reference, whose counts are exact.",
        "Give unknown values a place in the encoder, or find out where they come from.");

    public static readonly AlertCode NullLikeValues = new("null-like-values", Warning, "Texts that stand for missing values",
        "NA or - counted as a value hides missing data and turns numbers into text.",
        "values that many tables use for missing ones > 0.",
        "If they mean missing, name them with --null; a country code NA or a name Null is right as it is.");

    public static readonly AlertCode PaddedText = new("padded-text", Warning, "White space around values",
        "A space at the end makes a second category of the same value and breaks joins.",
        "values with white space at an end > 0.",
        "Trim them where they are made.");

    public static readonly AlertCode RareTarget = new("rare-target", Warning, "Target with rare extremes",
        "A regression learns the dense middle and misses the tails, which are often what matters.",
        "more than 2% of the rows beyond the box-plot fences, and the fullest of 20 bins at least 10 times the emptiest filled one.",
        "Report the error per bin; consider a log of the target, or weights by relevance.");

    public static readonly AlertCode SchemaChanged = new("schema-changed", Error, "Other columns or kinds",
        "A pipeline that expects the reference's columns fails or reads the wrong ones.",
        "columns added, removed or of another kind > 0.",
        "Restore the columns, or fit the pipeline anew.");

    public static readonly AlertCode SentinelValues = new("sentinel-values", Note, "A number that may stand for missing",
        "-999 for missing pulls means and scalings far off.",
        "a value like -999 or 9999 is the smallest or largest, occurs more than once, and lies further from the other quantiles than they span.",
        "If it means missing, name it with --null; this is a guess from the numbers alone.");

    public static readonly AlertCode Skewed = new("skewed", Note, "Very skewed numbers",
        "A few huge values decide means and distances.",
        "|g1| > threshold, g1 = m3 / m2^1.5.",
        "Take logarithms or ranks, or clip; look at the largest values for errors.")
    { Threshold = "skewness" };

    public static readonly AlertCode SmallClasses = new("small-classes", Warning, "Classes with few rows",
        "A class with a handful of rows can neither be learned nor measured: its interval covers almost any rate.",
        "rows of a class < usable minimum.",
        "Collect more, merge classes, or leave them out and say so.")
    { Threshold = "usable-minimum" };

    public static readonly AlertCode StrongAssociation = new("strong-association", Note, "Two columns say almost the same",
        "One of them is redundant; if one is the label, the other may not be known in use (leakage).",
        "|Pearson, Cramer's V or correlation ratio| >= threshold.",
        "Drop one of them. If one is the label, ask when the other becomes known.")
    { Threshold = "association" };

    public static readonly AlertCode SuspiciousSeparability = new("suspicious-separability", Warning, "Classes that are too easy to tell apart",
        "When the nearest class mean is almost never wrong, a column gives the label away, or rows were made to be separable.",
        "out-of-fold balanced accuracy of the nearest class mean on the sample >= threshold.",
        "Look at the best single feature: is it known before the label is?")
    { Threshold = "separability" };

    public static readonly AlertCode SuspiciouslyUniform = new("suspiciously-uniform", Note, "Shares that are too even",
        "Values more even than chance would make them are counters, or were filled in by a script.",
        "p-value of the chi-square test against equal shares > threshold, with 3 or more cells (histogram bins or values) of 100 or more rows.",
        "Leave counters out of the features.")
    { Threshold = "uniform" };

    public static readonly AlertCode UniqueColumn = new("unique-column", Note, "A different value in every row",
        "An identifier tells nothing of new rows, but a learner can memorise rows by it.",
        "an identifier without nulls whose distinct values = rows (for an estimate: within its bounds).",
        "Keep it as --id, not as a feature.");

    public static readonly AlertCode ValueVariants = new("value-variants", Warning, "Values that differ in case or outer white space only",
        "Yes and yes become two categories of one meaning.",
        "values that are equal once trimmed and in lower case > 0.",
        "Write each value in one form.");

    public static readonly AlertCode VanishedCategories = new("vanished-categories", Warning, "Values that only the reference has",
        "What a model learned of them is not used, and their absence may be a broken export.",
        "values with rows in the reference and none here, where counts are exact.",
        "Find out whether they ended or were lost.");

    public static readonly AlertCode ZeroVectors = new("zero-vectors", Warning, "Vectors of length 0",
        "A zero vector has no direction: cosine similarities with it are not defined. Most often the encoder failed.",
        "vectors of length 0 > 0.",
        "Embed these rows again, or drop them.");

    public static readonly AlertCode Zeros = new("zeros", Note, "Many zeros among measures",
        "Zeros in a measure are often missing values, or a second process that needs its own flag.",
        "zeros / numbers > threshold, in columns that measure or count with more than 20 values.",
        "Find out whether 0 is measured; if not, make it null.")
    { Threshold = "zeros" };

    /// <summary>All codes, by code.</summary>
    public static IReadOnlyList<AlertCode> All { get; } =
    [
        AllNull, ClassShareChange, ConstantColumn, ConstantLength, DatesAsText, DistributionShift, DuplicateRows, DuplicateVectors, EmptyCells,
        HighCardinality, ImbalancedCategory, ImbalancedClass, Infinities, MissingValues, MixedKinds, NanValues, NearConstant, NewCategories,
        NullLikeValues, PaddedText, RareTarget, SchemaChanged, SentinelValues, Skewed, SmallClasses, StrongAssociation, SuspiciousSeparability,
        SuspiciouslyUniform, UniqueColumn, ValueVariants, VanishedCategories, ZeroVectors, Zeros,
    ];
}
