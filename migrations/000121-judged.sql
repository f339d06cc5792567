-- The week's noise is counted from what people said of their pages.
create index entry_page_judged on entry (at) where type = 'PageJudged';
