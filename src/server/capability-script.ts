/**
 * What the page behind a link does beyond its forms, where scripts run: it shows by itself what is new, says how old it is when the
 * line is cut, and gives a keyboard its letters. It says that it stood on a screen for a second, to the link itself (`/a/` and 43 letters), until that is heard. Nothing that is written is ever lost to it, and no string becomes markup: the page
 * is asked for again as a document (XMLHttpRequest does that without a string), and what differs is taken over node by node.
 */
export const script = `
const page=document.getElementById('page'),age=document.getElementById('age'),live=document.getElementById('live')
let shownAt=Date.now(),saidAt=0,said=page.dataset.said,busy=false,edited=false,movedAt=0,sent
const isField=one=>/^(INPUT|TEXTAREA|SELECT)$/.test(one?.nodeName)
const isStill=()=>page.dataset.still!==undefined||edited||sent||isField(document.activeElement)
const all=(of,does)=>document.querySelectorAll(of).forEach(does)

function become(was,is){
 if(was.isEqualNode(is)||isField(was))return
 if(was.nodeName!==is.nodeName||/^(FORM|A|BUTTON)$/.test(was.nodeName)){
  if(was.closest?.('.dock'))movedAt=Date.now()
  return was.replaceWith(document.importNode(is,true))
 }
 if(was.nodeType===3)return void(was.data=is.data)
 for(const{name,value}of is.attributes)if(name!=='open'&&was.getAttribute(name)!==value)was.setAttribute(name,value)
 for(const{name}of[...was.attributes])if(name!=='open'&&!is.hasAttribute(name))was.removeAttribute(name)
 const old=[...was.childNodes]
 ;[...is.childNodes].forEach((one,n)=>old[n]?become(old[n],one):was.append(document.importNode(one,true)))
 old.slice(is.childNodes.length).forEach(one=>one.remove())
}

function look(){
 if(busy||document.hidden||isStill())return
 busy=true
 const ask=new XMLHttpRequest()
 ask.open('GET',page.dataset.from)
 ask.setRequestHeader('x-look','again')
 ask.responseType='document'
 ask.timeout=8000
 ask.onloadend=()=>{
  busy=false
  const is=ask.response?.getElementById('page')
  if(isStill())return
  if(ask.status===404||ask.status===410)location.reload()
  if(ask.status!==200||!is)return
  shownAt=Date.now()
  become(page,is)
 }
 ask.send()
}

function tell(){
 const old=Math.round((Date.now()-shownAt)/1000),isOld=!isStill()&&old>=Number(page.dataset.every)+6
 if(isOld===age.hidden)live.textContent=isOld?'The connection is lost.':''
 age.hidden=!isOld
 age.textContent=isOld?'This is '+page.dataset.at+', '+old+' s ago. No connection.':''
 if(page.dataset.said!==said&&Date.now()-saidAt>5000){saidAt=Date.now();live.textContent=said=page.dataset.said}
}

let seen=0
const telling=page.dataset.unseen&&setInterval(()=>{
 seen=document.hidden?0:seen+1
 if(seen!==2)return
 seen=-9
 fetch(page.dataset.from.slice(0,46)+'/shown',{method:'POST',headers:{'x-look':'shown'}}).then(()=>clearInterval(telling),()=>{})
},500)
document.querySelector('[autofocus]')?.focus()
setInterval(look,page.dataset.every*800)
setInterval(tell,1000)
document.addEventListener('visibilitychange',look)
addEventListener('online',look)
addEventListener('input',()=>{edited=true})
addEventListener('pageshow',event=>{if(event.persisted){sent?.removeAttribute('aria-disabled');sent=undefined;busy=false}})

document.addEventListener('submit',event=>{
 if(sent)return event.preventDefault()
 if(event.target.method==='post'){sent=event.submitter??event.target;sent.setAttribute('aria-disabled','true');live.textContent='Sending.'}
})
document.addEventListener('click',event=>{
 if(Date.now()-movedAt<400&&event.target.closest('.dock'))event.preventDefault()
},true)

let letters=true
try{letters=localStorage.letters!=='off'}catch{}
document.addEventListener('keydown',event=>{
 if(event.ctrlKey||event.metaKey||event.altKey||event.repeat||edited||isField(event.target))return
 const key=event.key.toLowerCase(),to=/^[a-z?]$/.test(key)&&document.querySelector('[data-key="'+key+'"]')
 if(!to||!letters&&key!=='?')return
 event.preventDefault()
 to.focus()
 to.click()
 to.closest('details')?.scrollIntoView()
})
document.addEventListener('click',event=>{
 if(event.target.id!=='letters')return
 letters=!letters
 try{localStorage.letters=letters?'on':'off'}catch{}
 event.target.textContent=letters?'Switch the letters off':'Switch the letters on'
})
`
  .trim()
  .replace(/^ +/gm, '')
